/** The processes of a measurement over real sockets, and what is asked of them. */
import { fileURLToPath } from 'node:url';
import * as z from 'zod/mini';
import { startOther } from './processes/ipc.ts';

const surroundingsSchema = z.object({
  origin: z.string(),
  files: z.string(),
  /** The origin of a server whose responses are as large as they can be. */
  hostile: z.string(),
  rpcUrl: z.string(),
  rpcToken: z.string(),
  logsUrl: z.string(),
  authData: z.record(z.string(), z.unknown()),
});

const jobSchema = z.object({
  id: z.string(),
  state: z.string(),
  endedAt: z.nullable(z.number()),
  bytes: z.number(),
});

const endSchema = z.object({
  results: z.unknown(),
  error: z.nullable(z.string()),
  endedAt: z.number(),
});

const runSchema = z.object({
  ms: z.number(),
  cpuMs: z.number(),
  idleRss: z.number(),
  peakRss: z.number(),
  restHeap: z.number(),
  ends: z.array(endSchema),
});
export type RunResult = z.infer<typeof runSchema>;

/** The app as it is shipped, and the empty one. */
export const APP = fileURLToPath(new URL('../dist/index.js', import.meta.url));
export const EMPTY_APP = fileURLToPath(new URL('processes/empty-app.ts', import.meta.url));

export interface Runs {
  readonly app: string;
  /** `creates.execute_workflow.operation.perform` */
  readonly method: string;
  readonly inputs: readonly object[];
  /** All at once unless given. */
  readonly atOnce?: number;
}

export async function openHarness() {
  const server = startOther('server.ts');
  const surroundings = await server.ask('surroundings', null, surroundingsSchema);
  const { origin } = surroundings;

  /** A new process for an app, connected to the sandbox or another server. `flags` are Node's. */
  function startApp(flags: string[] = [], server = origin) {
    const process = startOther('app.ts', { env: { OMNISCOPE_SANDBOX_ORIGIN: server }, flags });
    const authData = { ...surroundings.authData, server_url: server };
    return {
      run: ({ atOnce = 0, ...runs }: Runs) =>
        process.ask(
          'run',
          { ...runs, atOnce, surroundings: { ...surroundings, authData } },
          runSchema,
        ),
      bare: (project: string, runs: number) =>
        process.ask(
          'bare',
          { origin, project, runs, token: surroundings.authData.access_token },
          z.object({ ms: z.number(), ids: z.array(z.string()) }),
        ),
      close: () => process.close(),
    };
  }

  return {
    surroundings,
    startApp,
    /** Measures in a new process: the core ends one that holds more than 450 MB when a run begins. */
    async inNewProcess<T>(
      measure: (app: ReturnType<typeof startApp>) => Promise<T>,
      flags?: string[],
      server?: string,
    ): Promise<T> {
      const app = startApp(flags, server);
      try {
        return await measure(app);
      } finally {
        await app.close();
      }
    },
    /** The Workflow API's requests since the last time of asking. */
    requests: () =>
      server.ask('requests', null, z.array(z.object({ method: z.string(), path: z.string() }))),
    jobs: (ids: readonly string[]) => server.ask('jobs', ids, z.array(jobSchema)),
    jobCount: () => server.ask('jobCount', null, z.number()),
    close: () => server.close(),
  };
}

export type Harness = Awaited<ReturnType<typeof openHarness>>;
export type App = ReturnType<Harness['startApp']>;
const resultSchema = z.object({ job_id: z.string() });

/** The jobs of the runs that have succeeded. */
export function jobIdsOf({ ends }: RunResult): string[] {
  return ends.flatMap(({ results }) => {
    const { success, data } = resultSchema.safeParse(results);
    return success ? data.job_id : [];
  });
}

/** Milliseconds of CPU time of one call. @throws Error where a call fails */
export async function cpuOf(app: App, calls: Runs): Promise<number> {
  const { cpuMs, ends } = await app.run(calls);
  const failed = ends.find(({ error }) => error !== null);
  if (failed !== undefined) throw new Error(`A call failed: ${failed.error}`);
  return cpuMs / calls.inputs.length;
}
