/** Twenty runs of one project at once: how long until the last has its result, and what that costs the server. */
import { mean, type Row } from '../result.ts';
import { createSimulation, requestsOf } from '../simulation.ts';
import { SECONDS, TIMED_PROJECT } from '../world.ts';

const RUNS = 20;
const JOB_S = 3;
const SEEDS = 60;
const TARGET = 2;

interface Crowd {
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
  const outcomes = await Promise.all(Array.from({ length: RUNS }, () => platform.runStep(step)));
  const ids = outcomes.map((outcome) =>
    outcome.status === 'success' ? Object(outcome.results).job_id : null,
  );
  const ownJobs = new Set(ids.filter((id) => omniscope.jobs.some((job) => job.id === id)));
  return {
    ratio: (clock.now() - began) / 1000 / (RUNS * JOB_S),
    requests: outcomes.reduce((sum, outcome) => sum + requestsOf(outcome), 0),
    faults: RUNS - ownJobs.size + Math.max(0, omniscope.jobs.length - RUNS),
  };
}

export async function measureTakingTurns(): Promise<Row> {
  const crowds: Crowd[] = [];
  for (let seed = 1; seed <= SEEDS; seed += 1) crowds.push(await runCrowd(seed));
  const ratios = crowds.map(({ ratio }) => ratio).sort((a, b) => a - b);
  const at = (share: number) => ratios[Math.ceil(share * SEEDS) - 1] ?? Number.NaN;
  const faults = crowds.reduce((sum, crowd) => sum + crowd.faults, 0);
  const requests = mean(crowds.map((crowd) => crowd.requests)) / RUNS;
  return {
    what: `${RUNS} runs of one project at once, jobs of ${JOB_S} s`,
    against: 'the sum of the jobs',
    target: `≤ ${TARGET} × until the last has its result, in 95 of 100 cases; none lost, none doubled`,
    measured: `${mean(ratios).toFixed(2)} × on average, ${at(0.95).toFixed(2)} × in 95 of 100 cases, ${at(1).toFixed(2)} × at most (${SEEDS} seeds, in virtual time); ${requests.toFixed(1)} requests a run; ${faults === 0 ? 'none lost, none doubled' : `${faults} lost or doubled`}`,
    reached: at(0.95) <= TARGET && faults === 0,
  };
}
