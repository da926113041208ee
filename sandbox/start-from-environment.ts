/** The sandbox as the environment asks for it: see main.ts for the variables. */
import { PROFILES, type Profile } from './identity-provider/profiles.ts';
import { type Sandbox, startSandbox } from './start.ts';

type Environment = Readonly<Record<string, string | undefined>>;

const DEFAULT_PORT = 8443;
const DEFAULT_PROVIDER_PORT = 8444;
/** Where the official CLI waits for the browser. */
const CLI_REDIRECT_URI = 'http://localhost:9000';
/** Public, like the users' passwords: it is of use for this sandbox only. */
const CLIENT_SECRET = 'sandbox-client-secret';

const LAST_PORT = 65_535;
const MOST_NODES = 9;
const DEFAULT_SCHEDULE_S = 60;

function wholeNumber(env: Environment, name: string, fallback: number, most = 999_999_999): number {
  const text = env[name];
  if (text === undefined || text === '') return fallback;
  if (/^\d{1,9}$/.test(text) && Number(text) <= most) return Number(text);
  throw new Error(`${name} must be a whole number up to ${most}, not "${text}".`);
}

function profile(env: Environment): Profile {
  const wanted = env.SANDBOX_PROFILE ?? 'keycloak';
  const found = Object.values(PROFILES).find(({ name }) => name === wanted);
  if (found === undefined) {
    throw new Error(`SANDBOX_PROFILE must be one of ${Object.keys(PROFILES).join(', ')}.`);
  }
  return found;
}

function applyMisconfigurations(env: Environment, { identityProvider }: Sandbox): void {
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
function startSchedule(env: Environment, { omniscope }: Sandbox): void {
  const project = env.SANDBOX_SCHEDULE;
  if (!project) return;
  const path = project.endsWith('.iox') ? project : `${project}.iox`;
  if (omniscope.project(path) === undefined) {
    throw new Error(`SANDBOX_SCHEDULE: the sandbox has no project "${project}".`);
  }
  omniscope.tasks.every(
    wholeNumber(env, 'SANDBOX_SCHEDULE_SECONDS', DEFAULT_SCHEDULE_S) * 1000,
    path,
  );
}

/** @throws Error with a sentence for the person who has set the variables; nothing is left open then */
export async function startFromEnvironment(env: Environment): Promise<Sandbox> {
  const sandbox = await startSandbox({
    profile: profile(env).name,
    port: wholeNumber(env, 'SANDBOX_PORT', DEFAULT_PORT, LAST_PORT),
    identityProviderPort: wholeNumber(
      env,
      'SANDBOX_PROVIDER_PORT',
      DEFAULT_PROVIDER_PORT,
      LAST_PORT,
    ),
    nodes: Math.max(1, wholeNumber(env, 'SANDBOX_NODES', 1, MOST_NODES)),
    integration: {
      redirect: { kind: 'global', url: env.SANDBOX_REDIRECT_URI || CLI_REDIRECT_URI },
      clientSecret: env.SANDBOX_CLIENT_SECRET || CLIENT_SECRET,
    },
  });
  try {
    const { lifetimes } = sandbox.identityProvider;
    lifetimes.accessToken = wholeNumber(env, 'SANDBOX_TOKEN_SECONDS', lifetimes.accessToken);
    applyMisconfigurations(env, sandbox);
    startSchedule(env, sandbox);
    return sandbox;
  } catch (error) {
    await sandbox.close();
    throw error;
  }
}
