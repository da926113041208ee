/**
 * Runs steps of an app as Zapier does, through the core's own handler, in a process where nothing
 * else happens: the bench reads its time and memory.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod/mini';
import { createAppHandler } from '../../sandbox/zapier-emulator/core-internals.ts';
import { bareRun } from './bare-client.ts';
import { answerQuestions } from './ipc.ts';

/** Reading the process's size takes a tenth of a millisecond. */
const SAMPLE_MS = 25;

const runSchema = z.object({
  /** The module whose default export is the app. */
  app: z.string(),
  /** Path of a method in the app's definition. */
  method: z.string(),
  surroundings: z.object({
    rpcUrl: z.string(),
    rpcToken: z.string(),
    logsUrl: z.string(),
    authData: z.record(z.string(), z.unknown()),
  }),
  /** One call for each. */
  inputs: z.array(z.record(z.string(), z.unknown())),
  /** How many at a time; 0: all at once. */
  atOnce: z.number(),
});
type Run = z.infer<typeof runSchema>;
const bareSchema = z.object({
  origin: z.string(),
  project: z.string(),
  token: z.string(),
  runs: z.number(),
});

const handlers = new Map<string, ReturnType<typeof createAppHandler>>();

async function handlerOf(module: string) {
  const known = handlers.get(module);
  if (known !== undefined) return known;
  const loaded: { default: object } = await import(module);
  const handler = createAppHandler(loaded.default);
  handlers.set(module, handler);
  return handler;
}

async function callOnce(handler: ReturnType<typeof createAppHandler>, run: Run, inputData: object) {
  const { rpcUrl, rpcToken, logsUrl, authData } = run.surroundings;
  const event = {
    command: 'execute',
    method: run.method,
    bundle: { inputData, authData, meta: { zap: { id: 'bench' } } },
    callback_url: 'https://hooks.zapier.example/callbacks/bench',
    rpc_base: rpcUrl,
    token: rpcToken,
    environment: { LOGGING_ENDPOINT: logsUrl },
    calledFromCli: true,
  };
  try {
    const { results } = await handler(event);
    return { results, error: null, endedAt: Date.now() };
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    return { results: null, error: words, endedAt: Date.now() };
  }
}

/** The process's size at rest; after a collection, where the process was started with `--expose-gc`. */
async function settled(): Promise<NodeJS.MemoryUsage> {
  // Once is not enough: what the first finds, finalizers let go of after it.
  for (let round = 0; round < 3; round += 1) {
    globalThis.gc?.();
    await sleep(20);
  }
  return process.memoryUsage();
}

answerQuestions({
  /** The same requests as a run of the empty app, by node:https alone. */
  bare: async (details) => {
    const { origin, project, token, runs } = bareSchema.parse(details);
    const started = performance.now();
    const all = Array.from({ length: runs }, () => bareRun(origin, project, token));
    const ids = await Promise.all(all);
    return { ms: performance.now() - started, ids };
  },
  run: async (details) => {
    const run = runSchema.parse(details);
    const handler = await handlerOf(run.app);
    const idleRss = (await settled()).rss;
    let peakRss = idleRss;
    const sampler = setInterval(() => {
      peakRss = Math.max(peakRss, process.memoryUsage.rss());
    }, SAMPLE_MS);
    const cpuBefore = process.cpuUsage();
    const started = performance.now();
    const ends = await inTurns(run, (input) => callOnce(handler, run, input));
    const ms = performance.now() - started;
    const cpu = process.cpuUsage(cpuBefore);
    clearInterval(sampler);
    peakRss = Math.max(peakRss, process.memoryUsage.rss());
    return {
      ms,
      cpuMs: (cpu.user + cpu.system) / 1000,
      idleRss,
      peakRss,
      restHeap: (await settled()).heapUsed,
      ends,
    };
  },
});

async function inTurns<T>(run: Run, call: (input: object) => Promise<T>): Promise<T[]> {
  if (run.atOnce === 0) return Promise.all(run.inputs.map(call));
  const waiting = [...run.inputs.entries()];
  const ends: T[] = [];
  const work = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      ends[next[0]] = await call(next[1]);
    }
  };
  await Promise.all(Array.from({ length: run.atOnce }, work));
  return ends;
}
