/**
 * `npm run sandbox`: an Omniscope server by hand, until Ctrl-C. The ports stay the same from start to
 * start, so that what was entered elsewhere stays right.
 *
 * Environment, all optional: SANDBOX_PORT, SANDBOX_PROVIDER_PORT, SANDBOX_PROFILE (keycloak, auth0,
 * custom), SANDBOX_REDIRECT_URI, SANDBOX_CLIENT_SECRET, SANDBOX_TOKEN_SECONDS (how long an access
 * token lives), SANDBOX_MISCONFIGURATIONS (of the provider, separated by commas), SANDBOX_NODES (behind a
 * balancer), SANDBOX_SCHEDULE (a project that the server runs by itself) and SANDBOX_SCHEDULE_SECONDS (how
 * often).
 */
import { env, exit } from 'node:process';
import { PROFILES, type Profile } from './identity-provider/profiles.ts';
import { instructions } from './instructions.ts';
import { type Sandbox, startSandbox } from './start.ts';
import { startError } from './start-error.ts';

const DEFAULT_PORT = 8443;
const DEFAULT_PROVIDER_PORT = 8444;
/** Where the official CLI waits for the browser. */
const CLI_REDIRECT_URI = 'http://localhost:9000';
/** Public, like the users' passwords: it is of use for this sandbox only. */
const CLIENT_SECRET = 'sandbox-client-secret';

const LAST_PORT = 65_535;
const MOST_NODES = 9;
const DEFAULT_SCHEDULE_S = 60;

function wholeNumber(name: string, fallback: number, most = 999_999_999): number {
  const text = env[name];
  if (text === undefined || text === '') return fallback;
  if (/^\d{1,9}$/.test(text) && Number(text) <= most) return Number(text);
  throw new Error(`${name} must be a whole number up to ${most}, not "${text}".`);
}

function profile(): Profile {
  const wanted = env.SANDBOX_PROFILE ?? 'keycloak';
  const found = Object.values(PROFILES).find(({ name }) => name === wanted);
  if (found === undefined) {
    throw new Error(`SANDBOX_PROFILE must be one of ${Object.keys(PROFILES).join(', ')}.`);
  }
  return found;
}

function applyMisconfigurations({ identityProvider }: Sandbox): void {
  const wanted = (env.SANDBOX_MISCONFIGURATIONS ?? '').split(',').filter(Boolean);
  const { misconfigurations } = identityProvider.profile;
  for (const name of wanted) {
    const misconfiguration = misconfigurations.find((known) => known === name);
    if (misconfiguration === undefined) {
      throw new Error(
        `SANDBOX_MISCONFIGURATIONS: ${name} is not one of ${misconfigurations.join(', ') || 'none'}.`,
      );
    }
    identityProvider.misconfigurations.set(misconfiguration, true);
  }
}

/** Has the server run a project by itself, as its scheduler would. */
function startSchedule({ omniscope }: Sandbox): void {
  const project = env.SANDBOX_SCHEDULE;
  if (!project) return;
  const path = project.endsWith('.iox') ? project : `${project}.iox`;
  if (omniscope.project(path) === undefined) {
    throw new Error(`SANDBOX_SCHEDULE: the sandbox has no project "${project}".`);
  }
  omniscope.tasks.every(wholeNumber('SANDBOX_SCHEDULE_SECONDS', DEFAULT_SCHEDULE_S) * 1000, path);
}

async function main(): Promise<void> {
  const sandbox = await startSandbox({
    profile: profile().name,
    port: wholeNumber('SANDBOX_PORT', DEFAULT_PORT, LAST_PORT),
    identityProviderPort: wholeNumber('SANDBOX_PROVIDER_PORT', DEFAULT_PROVIDER_PORT, LAST_PORT),
    nodes: Math.max(1, wholeNumber('SANDBOX_NODES', 1, MOST_NODES)),
    integration: {
      redirect: { kind: 'global', url: env.SANDBOX_REDIRECT_URI || CLI_REDIRECT_URI },
      clientSecret: env.SANDBOX_CLIENT_SECRET || CLIENT_SECRET,
    },
  });
  const end = () => {
    sandbox.close().then(
      () => exit(0),
      () => exit(1),
    );
  };
  process.once('SIGINT', end);
  process.once('SIGTERM', end);

  const { lifetimes } = sandbox.identityProvider;
  lifetimes.accessToken = wholeNumber('SANDBOX_TOKEN_SECONDS', lifetimes.accessToken);
  applyMisconfigurations(sandbox);
  startSchedule(sandbox);
  console.log(instructions(sandbox, env.SANDBOX_CERTIFICATE ?? ''));
}

main().catch((error: unknown) => {
  console.error(startError(error));
  exit(1);
});
