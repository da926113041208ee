/** How late the end of a job is seen, and how many requests that takes. */
import { seededRandom } from '../../sandbox/faults/seeded-random.ts';
import { APP, jobIdsOf, type Lab } from '../harness.ts';
import { mean, type Row } from '../result.ts';
import { createSimulation, requestsOf, type Simulation } from '../simulation.ts';
import { SECONDS, TIMED_PROJECT } from '../world.ts';

const JOBS = 400;
const SHORTEST_S = 0.3;
const LONGEST_S = 25;
/** Seconds; a few, to see that the simulation tells the truth. */
const REAL_TIMES = [0.3, 0.9, 1.7, 2.6, 4.3, 6.8, 9.1];

export interface Sight {
  /** Of the job, in seconds. */
  readonly time: number;
  /** From its end to the step's result, in seconds. */
  readonly lag: number;
  /** At the server, the start left out. */
  readonly looks: number;
}

export const allowedLag = (time: number) => 0.3 + 0.15 * time;
export const allowedLooks = (time: number) => Math.ceil(time) + 8;

/** What a fixed interval gives: the first look comes after one interval. */
export function fixedPolling(interval: number) {
  return (time: number): Sight => {
    const looks = Math.ceil(time / interval);
    return { time, lag: looks * interval - time, looks };
  };
}

/** One step of the app, on a virtual clock, for a job that takes this many seconds. */
export async function watchedJob(simulation: Simulation, time: number): Promise<Sight> {
  const { clock, omniscope, platform } = simulation;
  const outcome = await platform.runStep({
    key: 'creates.execute_workflow',
    inputData: { project: TIMED_PROJECT, parameters: { [SECONDS]: String(time) } },
  });
  const job = omniscope.jobs.at(-1);
  if (outcome.status !== 'success' || job?.endedAt == null) {
    throw new Error(`The step did not succeed: ${JSON.stringify(outcome)}`);
  }
  return {
    time,
    lag: (clock.now() - job.endedAt) / 1000,
    looks: requestsOf(outcome) - 1,
  };
}

/** Times drawn evenly: an end falls at a random phase between two looks. */
export function drawTimes(count: number, random: () => number): number[] {
  return Array.from({ length: count }, () => {
    const time = SHORTEST_S + random() * (LONGEST_S - SHORTEST_S);
    return Math.round(time * 1000) / 1000;
  });
}

/** For the picture: the schedule at every twentieth of a second. */
export async function sightsForPlot(): Promise<Sight[]> {
  const simulation = createSimulation();
  const sights: Sight[] = [];
  for (let step = 6; step <= LONGEST_S * 20; step += 1) {
    sights.push(await watchedJob(simulation, step / 20));
  }
  return sights;
}

/** The same over real sockets, all at once: how late each was seen, in seconds. */
async function realLags(lab: Lab): Promise<number[]> {
  const runs = {
    app: APP,
    method: 'creates.execute_lambda.operation.perform',
    inputs: REAL_TIMES.map((time) => ({
      project: TIMED_PROJECT,
      keep_project: true,
      parameters: { [SECONDS]: String(time) },
    })),
  };
  const result = await lab.inNewProcess((app) => app.run(runs));
  const ids = jobIdsOf(result);
  const jobs = await lab.jobs(ids);
  return result.ends.map(({ endedAt }, index) => {
    const job = jobs.find(({ id }) => id === ids[index]);
    return (endedAt - (job?.endedAt ?? Number.NaN)) / 1000;
  });
}

export async function measureLag(lab: Lab, seed: number): Promise<Row> {
  const simulation = createSimulation();
  const sights: Sight[] = [];
  const edges = [SHORTEST_S, LONGEST_S];
  for (const time of [...edges, ...drawTimes(JOBS, seededRandom(seed))]) {
    sights.push(await watchedJob(simulation, time));
  }
  const meanLag = mean(sights.map(({ lag }) => lag));
  const worst = Math.max(...sights.map(({ time, lag }) => lag / allowedLag(time)));
  const isWithin = sights.every(
    ({ time, lag, looks }) => lag <= allowedLag(time) && looks <= allowedLooks(time),
  );
  const real = await realLags(lab);
  const schedules = [
    { name: 'this app', sights },
    ...[1, 2, 5].map((interval) => ({
      name: `every ${interval} s`,
      sights: sights.map(({ time }) => fixedPolling(interval)(time)),
    })),
  ];
  return {
    what: "Lag between a job's end and the step's result",
    against: 'polling every 5 s, 2 s, 1 s',
    target: 'each ≤ 0.3 s + 15 % of the job, mean ≤ 0.6 s, requests ≤ one a second + 8',
    measured: `mean ${meanLag.toFixed(2)} s; worst ${Math.round(worst * 100)} % of what is allowed (${sights.length} jobs in virtual time, seed ${seed}); over sockets mean ${mean(real).toFixed(2)} s (${real.length} jobs)`,
    reached: isWithin && meanLag <= 0.6,
    table: {
      head: ['polling', 'mean lag', 'worst lag', 'mean requests', 'most requests'],
      lines: schedules.map(({ name, sights: seen }) => [
        name,
        `${mean(seen.map(({ lag }) => lag)).toFixed(2)} s`,
        `${Math.max(...seen.map(({ lag }) => lag)).toFixed(2)} s`,
        mean(seen.map(({ looks }) => looks)).toFixed(1),
        String(Math.max(...seen.map(({ looks }) => looks))),
      ]),
    },
  };
}
