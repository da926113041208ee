/** Twenty runs of one project at once: how long until the last has its result, and what that costs the server. */
import { COLORS, drawChart } from '../plot.ts';
import { mean, type Row } from '../result.ts';
import { createSimulation, requestsOf } from '../simulation.ts';
import { SECONDS, TIMED_PROJECT } from '../world.ts';

const RUNS = 20;
const JOB_S = 3;
const SEEDS = 60;
const TARGET = 2;

interface Crowd {
  /** Seconds after which each run has its result, in order. */
  readonly ends: readonly number[];
  /** From the first start to the last result, in sums of the jobs' times. */
  readonly ratio: number;
  readonly requests: number;
  /** Runs without a result of their own, and jobs without a run. */
  readonly faults: number;
}

async function runCrowd(seed: number): Promise<Crowd> {
  const { clock, omniscope, platform } = createSimulation(seed);
  const began = clock.now();
  const step = {
    key: 'creates.execute_workflow',
    inputData: { project: TIMED_PROJECT, parameters: { [SECONDS]: String(JOB_S) } },
  };
  const ends: number[] = [];
  const runStep = async () => {
    const outcome = await platform.runStep(step);
    ends.push((clock.now() - began) / 1000);
    return outcome;
  };
  const outcomes = await Promise.all(Array.from({ length: RUNS }, runStep));
  const ids = outcomes.map((outcome) =>
    outcome.status === 'success' ? Object(outcome.results).job_id : null,
  );
  const ownJobs = new Set(ids.filter((id) => omniscope.jobs.some((job) => job.id === id)));
  return {
    ends,
    ratio: (ends.at(-1) ?? Number.NaN) / (RUNS * JOB_S),
    requests: outcomes.reduce((sum, outcome) => sum + requestsOf(outcome), 0),
    faults: RUNS - ownJobs.size + Math.max(0, omniscope.jobs.length - RUNS),
  };
}

/** @param draw takes the plot */
export async function measureTakingTurns(draw: (svg: string) => Promise<void>): Promise<Row> {
  const crowds: Crowd[] = [];
  for (let seed = 1; seed <= SEEDS; seed += 1) crowds.push(await runCrowd(seed));
  crowds.sort((a, b) => a.ratio - b.ratio);
  const ratios = crowds.map(({ ratio }) => ratio);
  const indexAt = (share: number) => Math.ceil(share * SEEDS) - 1;
  const at = (share: number) => ratios[indexAt(share)] ?? Number.NaN;
  await draw(drawTurns(crowds[indexAt(0.5)]?.ends ?? []));
  const faults = crowds.reduce((sum, crowd) => sum + crowd.faults, 0);
  const requests = mean(crowds.map((crowd) => crowd.requests)) / RUNS;
  return {
    what: `${RUNS} runs of one project at once, jobs of ${JOB_S} s`,
    against: 'the sum of the jobs',
    target: `≤ ${TARGET} × until the last has its result; none lost, none doubled`,
    measured: `${mean(ratios).toFixed(2)} × on average, ${at(0.95).toFixed(2)} × in 95 of 100 cases, ${at(1).toFixed(2)} × at most (${SEEDS} seeds, in virtual time); ${requests.toFixed(1)} requests a run; ${faults === 0 ? 'none lost, none doubled' : `${faults} lost or doubled`}`,
    reached: at(1) <= TARGET && faults === 0,
  };
}

/** How many of the runs have a result by which time. */
function drawTurns(ends: readonly number[]): string {
  const steps = (times: readonly number[]) =>
    times.flatMap((time, index) => [[time, index] as const, [time, index + 1] as const]);
  const every = (seconds: number) => Array.from({ length: RUNS }, (_, i) => JOB_S + i * seconds);
  const panel = {
    title: 'Runs that have their result',
    unit: '',
    ticks: [0, 5, 10, 15, 20],
    lines: [
      { name: 'this app', color: COLORS[0], points: steps(ends) },
      { name: 'without a pause', color: COLORS[1], points: steps(every(JOB_S)) },
      { name: 'all back every 30 s', color: COLORS[2], points: steps(every(30)).slice(0, 10) },
    ],
  };
  return drawChart('Twenty runs of one project at once', [panel], {
    title: 'seconds since all of them began',
    ticks: [0, 30, 60, 90, 120, 150],
  });
}
