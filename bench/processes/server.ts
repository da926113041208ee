/**
 * The other side of every measurement, in a process of its own: the sandbox, a file host, and what
 * Zapier itself has around an app (the cache behind `z.cache`, the collector of logs).
 */
import { env } from 'node:process';
import * as z from 'zod/mini';
import { createApp } from '../../index.ts';
import { authFields } from '../../sandbox/auth-fields.ts';
import { loadCertificate } from '../../sandbox/certificate.ts';
import { realClock } from '../../sandbox/clock.ts';
import { signIn } from '../../sandbox/headless-login/sign-in.ts';
import { type Sandbox, startSandbox } from '../../sandbox/start.ts';
import { createCache } from '../../sandbox/zapier-emulator/cache.ts';
import { startCoreEngine } from '../../sandbox/zapier-emulator/core-engine.ts';
import { startCoreServices } from '../../sandbox/zapier-emulator/core-services.ts';
import { createPlatform } from '../../sandbox/zapier-emulator/zapier-emulator.ts';
import { BENCH_WORLD } from '../world.ts';
import { startFileHost } from './file-host.ts';
import { startHostileServer } from './hostile-server.ts';
import { answerQuestions } from './ipc.ts';

/** No job waits in line: what is measured is the app, not the sandbox's queue. */
const PARALLEL_JOBS = 5_000;
const OWNER = { user: 'user-1', auth: 'auth-1' };

const sandbox = await startSandbox({ fixture: BENCH_WORLD, parallelJobs: PARALLEL_JOBS });
const certificate = await loadCertificate(env);
const files = await startFileHost(certificate);
const hostile = await startHostileServer(certificate);
const services = await startCoreServices(createCache(realClock));
const surroundings = {
  origin: sandbox.origin,
  files,
  hostile,
  rpcUrl: services.rpcUrl,
  logsUrl: services.logsUrl,
  rpcToken: services.tokenFor(OWNER),
  authData: await connect(sandbox),
};

let counted = 0;

answerQuestions({
  surroundings: async () => surroundings,
  /** The requests at the Workflow API since the last time of asking. */
  requests: async () => {
    const records = sandbox.omniscope.requests.slice(counted);
    counted = sandbox.omniscope.requests.length;
    return records.map(({ method, path }) => ({ method, path }));
  },
  /** How many of the given jobs there are, when each ended, and what was uploaded to it. */
  jobs: async (details) => {
    const ids = new Set(z.array(z.string()).parse(details));
    return sandbox.omniscope.jobs
      .filter(({ id }) => ids.has(id))
      .map(({ id, state, endedAt, files: uploaded }) => ({
        id,
        state,
        endedAt,
        bytes: Object.values(uploaded)[0]?.size ?? 0,
      }));
  },
  jobCount: async () => sandbox.omniscope.jobs.length,
});

/** A connection as a user makes it, through the login pages. */
async function connect({ origin, connectionValues }: Sandbox) {
  const { redirectUri } = connectionValues;
  const app = createApp({ environment: () => ({ OMNISCOPE_SANDBOX_ORIGIN: origin }) });
  const engine = await startCoreEngine({ app, cache: createCache(realClock) });
  const platform = createPlatform({ engine, clock: realClock });
  const user = connectionValues.users[0];
  if (user === undefined) throw new Error('The sandbox has no users.');
  const outcome = await platform.connect({
    fields: authFields(connectionValues),
    redirectUri,
    openBrowser: (url) => signIn(url, user),
  });
  await engine.close();
  if (outcome.status !== 'connected') throw new Error(`Not connected: ${JSON.stringify(outcome)}`);
  // Most steps run with a token that is some minutes old; only in a token's first three minutes
  // does a start search for the record of an earlier attempt.
  const issued = new Date(Date.now() - 10 * 60_000).toISOString();
  return { ...platform.authData, issued_at: issued };
}
