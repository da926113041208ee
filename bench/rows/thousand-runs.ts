/** A thousand runs at once in one process: how fast, and whether each is there once. */
import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { APP, EMPTY_APP, type Harness, jobIdsOf, type RunResult } from '../harness.ts';
import { median, megabytes, type Row } from '../result.ts';
import { TIMED_PROJECT } from '../world.ts';

const RUNS = 1_000;
/** Of the empty app's rate. */
const TARGET = 0.9;
const ROUNDS = { least: 2, most: 4 } as const;
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

const least = (harness: Harness, app: string, count: number) => ({
  app,
  method: 'creates.run.operation.perform',
  inputs: Array.from({ length: count }, () => ({
    project: TIMED_PROJECT,
    origin: harness.surroundings.origin,
  })),
});

/** The least action, in an app. @returns runs a second */
async function rateOfLeast(harness: Harness, module: string): Promise<number> {
  return harness.inNewProcess(async (app) => {
    await app.run(least(harness, module, WARM_UP));
    const result = await app.run(least(harness, module, RUNS));
    await harness.requests();
    // A run of it may fail on a connection that the server has just closed; such a run counts not.
    return (1000 * jobIdsOf(result).length) / result.ms;
  });
}

/** Bundles the least action under the app's definition as the app is bundled. @returns the module */
async function bundleLeastInApp(): Promise<string> {
  const outfile = APP.replace(/index\.js$/, 'least-in-app.mjs');
  await build({
    entryPoints: [fileURLToPath(new URL('../processes/least-in-app.ts', import.meta.url))],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    external: ['zapier-platform-core'],
    minify: true,
  });
  return outfile;
}

/** By node:https alone. @returns runs a second */
async function bareRate(harness: Harness): Promise<number> {
  return harness.inNewProcess(async (app) => {
    await app.bare(TIMED_PROJECT, WARM_UP);
    const { ms } = await app.bare(TIMED_PROJECT, RUNS);
    await harness.requests();
    return (1000 * RUNS) / ms;
  });
}

interface Mine {
  /** Runs a second. */
  rate: number;
  bytesPerRun: number;
  /** What is not as it should be with the runs' jobs, as the server has them. */
  faults: string[];
}

async function measureMine(harness: Harness): Promise<Mine> {
  return harness.inNewProcess(async (app) => {
    await app.run(mine(WARM_UP));
    await harness.requests();
    const before = await harness.jobCount();
    const result = await app.run(mine(RUNS));
    const faults = await faultsOf(harness, result);
    if ((await harness.jobCount()) - before !== RUNS) faults.push('doubled or lost starts');
    const bytesPerRun = (result.peakRss - result.idleRss) / RUNS;
    return { rate: (1000 * RUNS) / result.ms, bytesPerRun, faults };
  });
}

async function faultsOf(harness: Harness, result: RunResult): Promise<string[]> {
  const faults: string[] = [];
  const failed = result.ends.filter(({ error }) => error !== null);
  if (failed.length > 0) faults.push(`${failed.length} failed: ${failed[0]?.error}`);
  const jobs = await harness.jobs([...new Set(jobIdsOf(result))]);
  const ended = jobs.filter(({ state }) => state === 'COMPLETED');
  if (ended.length !== RUNS) faults.push(`${ended.length} runs`);
  const requests = await harness.requests();
  if (requests.length !== 2 * RUNS) faults.push(`${requests.length} requests`);
  return faults;
}

/** @param mayGoOn whether there is time for another round, after the least number of them */
export async function measureThousandRuns(harness: Harness, mayGoOn: () => boolean): Promise<Row> {
  const rounds: (Mine & { least: number; leastInApp: number; bare: number })[] = [];
  const leastInApp = await bundleLeastInApp();
  try {
    while (rounds.length < ROUNDS.least || (rounds.length < ROUNDS.most && mayGoOn())) {
      rounds.push({
        ...(await measureMine(harness)),
        least: await rateOfLeast(harness, EMPTY_APP),
        leastInApp: await rateOfLeast(harness, leastInApp),
        bare: await bareRate(harness),
      });
    }
  } finally {
    await rm(leastInApp);
  }
  // What else the machine does can only make a round slower: the best of each is nearest to the truth.
  const best = (name: 'rate' | 'least' | 'leastInApp' | 'bare') =>
    Math.max(...rounds.map((round) => round[name]));
  const rate = best('rate');
  const ratio = rate / best('least');
  const faults = rounds.flatMap((round) => round.faults);
  const growth = await heapGrowth(harness);
  if (growth > FLAT_BYTES) faults.push('memory grows');
  const bytesPerRun = median(rounds.map((round) => round.bytesPerRun));

  return {
    what: `${RUNS} runs at once in one process`,
    against: 'the same requests by `z.request` in an empty app; by node:https alone',
    target: `≥ ${TARGET} of the first rate, none lost, none doubled, memory flat`,
    measured:
      `${ratio.toFixed(2)} of the empty app's rate (${(rate / best('bare')).toFixed(2)} of node:https); ` +
      (faults.length === 0 ? 'none lost, none doubled' : faults.join(', ')) +
      `; heap ${growth < 0 ? '' : '+'}${megabytes(growth)} after ${RUNS} more runs; ${(bytesPerRun / 1e3).toFixed(0)} kB for each run under way`,
    reached: ratio >= TARGET && faults.length === 0,
    ...(faults.length === 0 && limitOf(ratio, best('leastInApp') / best('least'))),
  };
}

/**
 * Two things cost more than in an empty app before this one has done anything: the core copies, checks
 * and freezes an app's whole definition twice for each call, and requests go out as the guarantees ask
 * for. The least action under both bounds what any design can reach; the app's own work is held to the
 * same share of that. A bound that the app itself exceeds is none: it says something of the measurement.
 *
 * @param ratio this app's rate, of the empty app's
 * @param bound the rate of the least action in this app, of the empty app's
 */
export function limitOf(ratio: number, bound: number): Pick<Row, 'limit'> {
  if (ratio >= TARGET || ratio > bound || ratio < TARGET * bound) return {};
  return {
    limit:
      `short by ${(TARGET - ratio).toFixed(2)}: the core copies the whole definition twice for each call, ` +
      `and with this app's definition the two requests alone make ${bound.toFixed(2)}; ` +
      `of that this app makes ${(ratio / bound).toFixed(2)}`,
  };
}

/** Bytes that the heap holds more after a thousand runs than after the thousand before them. */
async function heapGrowth(harness: Harness): Promise<number> {
  const atOnce = 50;
  return harness.inNewProcess(
    async (app) => {
      await app.run(mine(RUNS, atOnce));
      const before = await app.run(mine(1, 1));
      await app.run(mine(RUNS, atOnce));
      const after = await app.run(mine(1, 1));
      return after.restHeap - before.restHeap;
    },
    ['--expose-gc'],
  );
}
