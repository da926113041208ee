/**
 * `npm run check-server`: looks at a real server and reports which of the facts hold that this app
 * could only infer. It writes nothing unless CHECK_SERVER_WRITES says so. See configuration.ts.
 */
import { env, exit } from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { checkServer } from './check.ts';
import { readConfiguration } from './configuration.ts';
import { report } from './report.ts';

try {
  const configuration = readConfiguration(env);
  console.log(`Looking at ${configuration.server.url} …\n`);
  console.log(report(await checkServer(configuration, (ms) => sleep(ms))));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  exit(1);
}
