/**
 * `npm run check-server`: checks a real server and reports which of the assumptions that this app
 * makes hold there. It writes nothing unless CHECK_SERVER_WRITES says so. See configuration.ts.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { env, exit } from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { checkServer } from './check.ts';
import { readConfiguration } from './configuration.ts';
import { report } from './report.ts';

/** Beside the sandbox's files, which git does not know. */
async function save(name: string, text: string): Promise<string> {
  const file = fileURLToPath(new URL(`../.sandbox/${name}.txt`, import.meta.url));
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
  return file;
}

try {
  const configuration = readConfiguration(env);
  console.log(`Checking ${configuration.server.url} …\n`);
  console.log(report(await checkServer(configuration, { sleep: (ms) => sleep(ms), save })));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  exit(1);
}
