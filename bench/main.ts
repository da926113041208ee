/**
 * `npm run bench`: measures this app against what else one would do, side by side on this machine, and
 * writes bench/results.md, bench/results.json and the plots in docs. Ends with 0 when every row is
 * reached, or says in figures why no design can reach it. `npm run bench -- lag upload` measures the rows
 * of these names and writes nothing.
 */
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { openHarness } from './harness.ts';
import { markdown, summary } from './report.ts';
import { isSettled, type Row } from './result.ts';
import { measureBrokenOff } from './rows/broken-off.ts';
import { measureColdStart } from './rows/cold-start.ts';
import { measureLag, sightingsForPlot } from './rows/lag.ts';
import { measureLargeResponses } from './rows/large-responses.ts';
import { measureLongWaits } from './rows/long-waits.ts';
import { measureRequests } from './rows/requests.ts';
import { measureRowsParameter } from './rows/rows-parameter.ts';
import { measureTakingTurns } from './rows/taking-turns.ts';
import { measureThousandRuns } from './rows/thousand-runs.ts';
import { measureUpload } from './rows/upload.ts';
import { measureZipSize } from './rows/zip-size.ts';
import { drawSchedule } from './schedule-plot.ts';

const SEED = Number(process.env.BENCH_SEED ?? 1);

type Measure = () => Promise<Row | readonly Row[]>;

/**
 * The bench ends within five minutes. After the first of these nothing is measured a second time; after
 * the second no further round is begun, which takes half a minute.
 */
const LAST_REPEAT_MS = 100_000;
const LAST_ROUND_MS = 200_000;

/**
 * Other work on the machine can only make a measurement look worse. So a row that is not reached is
 * measured once more, and the second time counts.
 */
async function measured(name: string, measure: Measure): Promise<readonly Row[]> {
  for (let attempt = 1; ; attempt += 1) {
    const started = performance.now();
    const rows = [await measure()].flat();
    const seconds = ((performance.now() - started) / 1000).toFixed(0);
    const areSettled = rows.every(isSettled);
    console.log(`${name}: ${rows.map((row) => row.measured).join('; ')} (${seconds} s)`);
    if (areSettled || attempt === 2 || performance.now() > LAST_REPEAT_MS) return rows;
    console.log(`${name}: once more`);
  }
}

const root = new URL('../', import.meta.url);
// What is measured is what would be shipped now.
await promisify(execFile)(process.execPath, [fileURLToPath(new URL('scripts/build.mjs', root))]);

const names = process.argv.slice(2);
const isWhole = names.length === 0;
const plot = (name: string) => async (svg: string) => {
  if (isWhole) await writeFile(new URL(`docs/${name}.svg`, root), svg);
};

const harness = await openHarness();
const rows: Row[] = [];
const measures: readonly (readonly [string, Measure])[] = [
  ['cold-start', measureColdStart],
  ['zip', measureZipSize],
  ['lag', () => measureLag(harness, SEED)],
  ['long-waits', measureLongWaits],
  ['turns', () => measureTakingTurns(plot('taking-turns'))],
  ['requests', measureRequests],
  ['upload', () => measureUpload(harness)],
  ['rows', () => measureRowsParameter(harness)],
  ['large-responses', () => measureLargeResponses(harness, plot('response-cost'))],
  ['broken-off', () => measureBrokenOff(harness)],
  ['thousand-runs', () => measureThousandRuns(harness, () => performance.now() < LAST_ROUND_MS)],
];
await plot('poll-schedule')(drawSchedule(await sightingsForPlot()));
try {
  for (const [name, measure] of measures) {
    if (!isWhole && !names.includes(name)) continue;
    rows.push(...(await measured(name, measure)));
    if (!isWhole) continue;
    await writeFile(new URL('bench/results.md', root), markdown(rows));
    await writeFile(new URL('bench/results.json', root), `${JSON.stringify(rows, null, 2)}\n`);
  }
} finally {
  await harness.close();
}
console.log(`\n${summary(rows)}`);
process.exitCode = rows.every(isSettled) ? 0 : 1;
