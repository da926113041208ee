/** From the start of a process to the app's definition, in fresh processes, turn by turn. */
import { execFile } from 'node:child_process';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { createAppHandler } from '../../sandbox/zapier-emulator/core-internals.ts';
import { APP } from '../harness.ts';
import { median, type Row } from '../result.ts';

const ROUNDS = 25;
const TARGET = 1.03;
/** What the app may add to the reading of its code and to what the core makes of its definition. */
const OWN_SHARE = 0.01;
const pathOf = (file: string) => fileURLToPath(new URL(`../processes/${file}`, import.meta.url));
const EMPTY = pathOf('empty-definition.mjs');
const STARTER = pathOf('cold-start.mjs');

const run = promisify(execFile);

/** Milliseconds, by the process's own clock. */
async function startOnce(app: string): Promise<number> {
  const { PATH = '' } = process.env;
  const { stdout } = await run(process.execPath, [STARTER, app], { env: { PATH } });
  return Number(stdout);
}

/** The app's definition and its code, which is read but not run: the least for an app of these features. */
async function writeUnrunApp(): Promise<string> {
  const app: { default: object } = await import(pathToFileURL(APP).href);
  const handler = createAppHandler(app.default);
  const { results } = await handler({ command: 'definition', calledFromCli: true });
  const code = await readFile(APP, 'utf8');
  const body = code.replace(/\bimport[^;(]*from"[^"]*";|\bexport\{[^}]*\};|\/\/# .*/g, '');
  const file = APP.replace(/index\.js$/, 'unrun.mjs');
  await writeFile(
    file,
    `import "zapier-platform-core";export function unrun(){${body}}export default ${JSON.stringify(results)};`,
  );
  return file;
}

export async function measureColdStart(): Promise<Row> {
  const unrun = await writeUnrunApp();
  const apps = [EMPTY, APP, unrun].map((path): { path: string; times: number[] } => ({
    path,
    times: [],
  }));
  try {
    for (let round = 0; round < ROUNDS; round += 1) {
      // The first of a round finds the machine in another state, so they take turns in that too.
      for (const index of apps.keys()) {
        const app = apps[(index + round) % apps.length];
        app?.times.push(await startOnce(app.path));
      }
    }
  } finally {
    await rm(unrun);
  }
  const [empty = 0, mine = 0, bound = 0] = apps.map(({ times }) => median(times));
  const ratio = mine / empty;
  return {
    what: 'Cold start: process start to definition',
    against: 'the core alone with an empty app',
    target: `ratio ≤ ${TARGET}`,
    measured: `${ratio.toFixed(3)} (${Math.round(mine)} ms to ${Math.round(empty)} ms; medians of ${ROUNDS})`,
    reached: ratio <= TARGET,
    ...coldStartLimit(ratio, bound / empty),
  };
}

/**
 * A bound that the app itself stays below is none: it says something of the measurement, not of the app.
 *
 * @param bound the ratio of the app whose code is read but not run
 */
export function coldStartLimit(ratio: number, bound: number): Pick<Row, 'limit'> {
  if (ratio <= TARGET || bound > ratio || ratio - bound > OWN_SHARE) return {};
  return {
    limit:
      `over by ${(ratio - TARGET).toFixed(3)}: reading the app's code, and what the core makes of a ` +
      `definition of this size, alone take ${bound.toFixed(3)}; the app itself adds ${(ratio - bound).toFixed(3)}`,
  };
}
