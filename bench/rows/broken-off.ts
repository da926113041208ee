/** How soon a step notices that the other side has broken off in the middle of a response or a file. */
import { APP, type Harness } from '../harness.ts';
import type { Row } from '../result.ts';
import { FILE, FILE_PROJECT } from '../world.ts';

const MOST_MS = 1_000;

interface Case {
  readonly what: string;
  /** Of the hostile server, which breaks off at once; else of the file host. */
  readonly project?: string;
}

const CASES: readonly Case[] = [
  { what: 'a response cut short', project: 'cut short' },
  { what: 'a compressed response cut short', project: 'cut short, compressed' },
  { what: 'a connection closed in place of a response', project: 'hung up' },
  { what: 'a file cut short' },
];

const read = (project: string) => ({
  app: APP,
  method: 'searches.find_parameters.operation.perform',
  inputs: [{ project, name: 'no such parameter' }],
});

const upload = (file: string) => ({
  app: APP,
  method: 'creates.execute_lambda.operation.perform',
  inputs: [{ project: FILE_PROJECT, files: { [FILE]: file } }],
});

/** Milliseconds of the whole step, which has to fail. */
async function measure({ surroundings, ...harness }: Harness, { what, project }: Case) {
  const { hostile, files, origin } = surroundings;
  const step = (name: string, size: string) =>
    project === undefined ? upload(`${files}/${size}`) : read(name);
  return harness.inNewProcess(
    async (app) => {
      await app.run(step('an ordinary list', '1000'));
      const { ms, ends } = await app.run(step(project ?? '', 'cut/10000000'));
      if (ends[0]?.error === null) throw new Error(`${what}: the step succeeded`);
      return { what, ms, error: ends[0]?.error ?? '' };
    },
    [],
    project === undefined ? origin : hostile,
  );
}

export async function measureBrokenOff(harness: Harness): Promise<Row> {
  const jobsBefore = await harness.jobCount();
  const results: Awaited<ReturnType<typeof measure>>[] = [];
  for (const each of CASES) results.push(await measure(harness, each));
  // The small file of the warm-up has started one; the file that was cut short none.
  const started = (await harness.jobCount()) - jobsBefore - 1;
  const slowest = Math.max(...results.map(({ ms }) => ms));
  return {
    what: 'A body cut short, a server that hangs up',
    against: '–',
    target: `noticed within ${MOST_MS / 1000} s, nothing started`,
    measured: `${Math.round(slowest)} ms at most, the whole step included; ${started === 0 ? 'nothing' : started} started`,
    reached: slowest <= MOST_MS && started === 0,
    table: {
      head: ['what', 'the step ends after', 'with'],
      lines: results.map(({ what, ms, error }) => [what, `${Math.round(ms)} ms`, error]),
    },
  };
}
