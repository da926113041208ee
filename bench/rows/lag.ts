/** How late the end of a job is seen, and how many requests that takes. */
import { seededRandom } from '../../sandbox/faults/seeded-random.ts';
import { APP, type Harness, jobIdsOf } from '../harness.ts';
import { mean, type Row } from '../result.ts';
import { createSimulation, requestsOf, type Simulation } from '../simulation.ts';
import { SECONDS, TIMED_PROJECT } from '../world.ts';

const JOBS = 400;
const SHORTEST_S = 0.3;
const LONGEST_S = 25;
/** Seconds; a few, to see that the simulation tells the truth. */
const REAL_TIMES = [0.3, 0.9, 1.7, 2.6, 4.3, 6.8, 9.1];

export interface Sighting {
  /** Of the job, in seconds. */
  readonly time: number;
  /** From its end to the step's result, in seconds. */
  readonly lag: number;
  /** At the server, the start left out. */
  readonly polls: number;
}

export const allowedLag = (time: number) => 0.3 + 0.15 * time;
export const allowedPolls = (time: number) => Math.ceil(time) + 8;

/** What a fixed interval gives: the first poll comes after one interval. */
export function fixedPolling(interval: number) {
  return (time: number): Sighting => {
    const polls = Math.ceil(time / interval);
    return { time, lag: polls * interval - time, polls };
  };
}

/** One step of the app, on a virtual clock, for a job that takes this many seconds. */
export async function watchedJob(simulation: Simulation, time: number): Promise<Sighting> {
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
    polls: requestsOf(outcome) - 1,
  };
}

/** Times drawn evenly: an end falls at a random phase between two polls. */
export function drawTimes(count: number, random: () => number): number[] {
  return Array.from({ length: count }, () => {
    const time = SHORTEST_S + random() * (LONGEST_S - SHORTEST_S);
    return Math.round(time * 1000) / 1000;
  });
}

/** For the picture: the schedule at every twentieth of a second. */
export async function sightingsForPlot(): Promise<Sighting[]> {
  const simulation = createSimulation();
  const sightings: Sighting[] = [];
  for (let step = 6; step <= LONGEST_S * 20; step += 1) {
    sightings.push(await watchedJob(simulation, step / 20));
  }
  return sightings;
}

/** The same over real sockets, all at once: how late each was seen, in seconds. */
async function realLags(harness: Harness): Promise<number[]> {
  const runs = {
    app: APP,
    method: 'creates.execute_lambda.operation.perform',
    inputs: REAL_TIMES.map((time) => ({
      project: TIMED_PROJECT,
      keep_project: true,
      parameters: { [SECONDS]: String(time) },
    })),
  };
  const result = await harness.inNewProcess((app) => app.run(runs));
  const ids = jobIdsOf(result);
  const jobs = await harness.jobs(ids);
  return result.ends.map(({ endedAt }, index) => {
    const job = jobs.find(({ id }) => id === ids[index]);
    return (endedAt - (job?.endedAt ?? Number.NaN)) / 1000;
  });
}

export async function measureLag(harness: Harness, seed: number): Promise<Row> {
  const simulation = createSimulation();
  const sightings: Sighting[] = [];
  const edges = [SHORTEST_S, LONGEST_S];
  for (const time of [...edges, ...drawTimes(JOBS, seededRandom(seed))]) {
    sightings.push(await watchedJob(simulation, time));
  }
  const meanLag = mean(sightings.map(({ lag }) => lag));
  const worst = Math.max(...sightings.map(({ time, lag }) => lag / allowedLag(time)));
  const isWithin = sightings.every(
    ({ time, lag, polls }) => lag <= allowedLag(time) && polls <= allowedPolls(time),
  );
  const real = await realLags(harness);
  const schedules = [
    { name: 'this app', sightings },
    ...[1, 2, 5].map((interval) => ({
      name: `every ${interval} s`,
      sightings: sightings.map(({ time }) => fixedPolling(interval)(time)),
    })),
  ];
  return {
    what: "Lag between a job's end and the step's result",
    against: 'polling every second',
    target: 'each ≤ 0.3 s + 15 % of the job, mean ≤ 0.45 s, requests ≤ one a second + 8',
    measured: `mean ${meanLag.toFixed(2)} s; worst ${Math.round(worst * 100)} % of what is allowed (${sightings.length} jobs in virtual time, seed ${seed}); over sockets mean ${mean(real).toFixed(2)} s (${real.length} jobs)`,
    reached: isWithin && meanLag <= 0.45,
    table: {
      head: ['polling', 'mean lag', 'worst lag', 'mean requests', 'most requests'],
      lines: schedules.map(({ name, sightings: seen }) => [
        name,
        `${mean(seen.map(({ lag }) => lag)).toFixed(2)} s`,
        `${Math.max(...seen.map(({ lag }) => lag)).toFixed(2)} s`,
        mean(seen.map(({ polls }) => polls)).toFixed(1),
        String(Math.max(...seen.map(({ polls }) => polls))),
      ]),
    },
  };
}
