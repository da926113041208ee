/** From the start of a process to the app's definition, in fresh processes, turn by turn. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { APP } from '../harness.ts';
import { median, type Row } from '../result.ts';

const ROUNDS = 31;
const TARGET = 1.03;
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

export async function measureColdStart(): Promise<Row> {
  const mine: number[] = [];
  const empty: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    // The first of a pair finds the machine in another state, so they take turns in that too.
    if (round % 2 === 0) mine.push(await startOnce(APP));
    empty.push(await startOnce(EMPTY));
    if (round % 2 === 1) mine.push(await startOnce(APP));
  }
  const ratio = median(mine) / median(empty);
  return {
    what: 'Cold start: process start to definition',
    against: 'the core alone with an empty app',
    target: `ratio ≤ ${TARGET}`,
    measured: `${ratio.toFixed(3)} (${Math.round(median(mine))} ms to ${Math.round(median(empty))} ms; medians of ${ROUNDS})`,
    reached: ratio <= TARGET,
  };
}
