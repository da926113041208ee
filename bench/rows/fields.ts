/** What 900 typed fields cost beyond the one request that they need. */
import { APP, type App, EMPTY_APP, type Lab } from '../harness.ts';
import { median, type Row } from '../result.ts';
import { wideProject } from '../world.ts';

const FIELDS = 900;
const ROUNDS = 15;
/** In a row: one alone is shorter than what else a process does now and then. */
const CALLS = 10;

export const fieldCalls = (parameters: number, calls: number) => ({
  app: APP,
  method: 'creates.execute_workflow.operation.inputFields',
  inputs: Array.from({ length: calls }, () => ({ project: wideProject(parameters) })),
  atOnce: 1,
});

/** The same parameters, fetched by `z.request` in an empty app, and nothing done with them. */
export const requestCalls = (lab: Lab, parameters: number, calls: number) => ({
  app: EMPTY_APP,
  method: 'creates.request.operation.perform',
  inputs: Array.from({ length: calls }, () => ({
    url: `${lab.surroundings.origin}/u/${encodeURI(wideProject(parameters))}/w/param`,
  })),
  atOnce: 1,
});

/** Milliseconds of CPU time of one call. */
export async function cpuOf(app: App, calls: Parameters<App['run']>[0]): Promise<number> {
  const { cpuMs, ends } = await app.run(calls);
  const failed = ends.find(({ error }) => error !== null);
  if (failed !== undefined) throw new Error(`A call failed: ${failed.error}`);
  return cpuMs / calls.inputs.length;
}

export async function measureFields(lab: Lab): Promise<Row> {
  const fields: number[] = [];
  const request: number[] = [];
  const mine = lab.startApp();
  const least = lab.startApp();
  try {
    for (let round = 0; round < ROUNDS; round += 1) {
      fields.push(await cpuOf(mine, fieldCalls(FIELDS, CALLS)));
      request.push(await cpuOf(least, requestCalls(lab, FIELDS, CALLS)));
    }
  } finally {
    await Promise.all([mine.close(), least.close()]);
  }
  const above = median(fields) - median(request);
  return {
    what: `${FIELDS} typed parameter fields`,
    against: 'one request to the same server by `z.request` in an empty app',
    target: 'CPU ≤ 20 ms above it',
    measured: `${above.toFixed(1)} ms above it (${median(fields).toFixed(1)} ms to ${median(request).toFixed(1)} ms)`,
    reached: above <= 20,
  };
}
