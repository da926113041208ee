/** A thousand runs at once in one process: how fast, and whether each is there once. */
import { APP, type App, EMPTY_APP, jobIdsOf, type Lab, type RunResult } from '../lab.ts';
import { median, megabytes, type Row } from '../row.ts';
import { TIMED_PROJECT } from '../world.ts';

const RUNS = 1_000;
const ROUNDS = 2;
/** Enough for the code that matters to be compiled. */
const WARM_UP = 40;
/** The collector's own ups and downs, after a collection. */
const FLAT_BYTES = 2e6;

const mine = (count: number, atOnce = 0) => ({
  app: APP,
  method: 'creates.execute_lambda.operation.perform',
  // A copy that is kept answers however late it is asked.
  inputs: Array.from({ length: count }, () => ({ project: TIMED_PROJECT, keep_project: true })),
  atOnce,
});

const least = (lab: Lab, count: number) => ({
  app: EMPTY_APP,
  method: 'creates.run.operation.perform',
  inputs: Array.from({ length: count }, () => ({
    project: TIMED_PROJECT,
    origin: lab.surroundings.origin,
  })),
});

/** A new process each time: the core ends one that holds more than 450 MB when a run begins. */
async function inNewProcess<T>(lab: Lab, measure: (app: App) => Promise<T>): Promise<T> {
  const app = lab.startApp();
  try {
    return await measure(app);
  } finally {
    await app.close();
  }
}

export async function measureThousandRuns(lab: Lab): Promise<Row> {
  /** Runs a second. */
  const rates = { mine: [] as number[], least: [] as number[], bare: [] as number[] };
  const faults: string[] = [];
  let perRun = 0;

  const check = async (result: RunResult) => {
    const failed = result.ends.filter(({ error }) => error !== null);
    if (failed.length > 0) faults.push(`${failed.length} failed: ${failed[0]?.error}`);
    const ids = new Set(jobIdsOf(result));
    const jobs = await lab.jobs([...ids]);
    const ended = jobs.filter(({ state }) => state === 'COMPLETED');
    if (ended.length !== RUNS) faults.push(`${ended.length} runs`);
    const requests = await lab.requests();
    if (requests.length !== 2 * RUNS) faults.push(`${requests.length} requests`);
  };

  for (let round = 0; round < ROUNDS; round += 1) {
    await inNewProcess(lab, async (app) => {
      await app.run(mine(WARM_UP));
      await lab.requests();
      const before = await lab.jobCount();
      const result = await app.run(mine(RUNS));
      if ((await lab.jobCount()) - before !== RUNS) faults.push('doubled or lost starts');
      await check(result);
      rates.mine.push((1000 * RUNS) / result.ms);
      perRun = (result.peakRss - result.idleRss) / RUNS;
    });
    await inNewProcess(lab, async (app) => {
      await app.run(least(lab, WARM_UP));
      const result = await app.run(least(lab, RUNS));
      // A run of it may fail on a connection that the server has just closed; such a run counts not.
      rates.least.push((1000 * jobIdsOf(result).length) / result.ms);
      await lab.requests();
    });
    await inNewProcess(lab, async (app) => {
      await app.bare(TIMED_PROJECT, WARM_UP);
      rates.bare.push((1000 * RUNS) / (await app.bare(TIMED_PROJECT, RUNS)).ms);
      await lab.requests();
    });
  }
  const growth = await heapGrowth(lab);
  if (growth > FLAT_BYTES) faults.push('memory grows');

  const ratio = median(rates.mine) / median(rates.least);
  return {
    what: `${RUNS} runs at once in one process`,
    against: 'the same requests by `z.request` in an empty app; by node:https alone',
    target: '≥ 0.9 of the first rate, none lost, none doubled, memory flat',
    measured:
      `${ratio.toFixed(2)} of the empty app's rate (${(median(rates.mine) / median(rates.bare)).toFixed(2)} of node:https); ` +
      (faults.length === 0 ? 'none lost, none doubled' : faults.join(', ')) +
      `; heap ${growth < 0 ? '' : '+'}${megabytes(growth)} after ${RUNS} more runs; ${(perRun / 1e3).toFixed(0)} kB for each run under way`,
    reached: ratio >= 0.9 && faults.length === 0,
  };
}

/** Bytes that the heap holds more after a thousand runs than after the two hundred before them. */
async function heapGrowth(lab: Lab): Promise<number> {
  const app = lab.startApp(['--expose-gc']);
  const atOnce = 50;
  await app.run(mine(200, atOnce));
  const before = await app.run(mine(1, 1));
  await app.run(mine(RUNS, atOnce));
  const after = await app.run(mine(1, 1));
  await app.close();
  return after.restHeap - before.restHeap;
}
