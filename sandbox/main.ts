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
import { instructions } from './instructions.ts';
import { startError } from './start-error.ts';
import { startFromEnvironment } from './start-from-environment.ts';

async function main(): Promise<void> {
  const sandbox = await startFromEnvironment(env);
  const end = () => {
    sandbox.close().then(
      () => exit(0),
      () => exit(1),
    );
  };
  process.once('SIGINT', end);
  process.once('SIGTERM', end);
  console.log(instructions(sandbox, env.SANDBOX_CERTIFICATE ?? ''));
}

main().catch((error: unknown) => {
  console.error(startError(error));
  exit(1);
});
