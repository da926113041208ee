/** Rows that come out of a run, and what is said where none do. */
import { describe, expect, test } from '@jest/globals';
import type { ParameterValue } from '../../sandbox/omniscope-server/fixture.ts';
import type { StepOutcome } from '../../sandbox/zapier-emulator/outcome.ts';
import { FIXTURE } from './fixture.ts';
import { resultsOf, simulate, wordsOf } from './harness.ts';

const ROWS = Array.from({ length: 5_000 }, (_, n) => ({ Region: `Region; "${n}"`, Amount: n }));
const CSV = `Region,Amount\r\n${ROWS.map(({ Region, Amount }) => `"${Region.replaceAll('"', '""')}",${Amount}`).join('\r\n')}`;

/** What the workflow leaves in `Rows`. */
const LEFT: Readonly<Record<string, ParameterValue>> = {
  JSON: JSON.stringify(ROWS),
  CSV,
  'One object': '{"Region":"North"}',
  Empty: '',
  Text: 'all done',
  Values: '[1,2,3]',
  Broken: '[{"Region":"North"},',
  Lines: 'first line\nsecond line',
  Large: `[${JSON.stringify({ text: 'x'.repeat(3_000_000) })}]`,
};

const project = (path: string, duration: number) => ({
  path,
  blocks: [],
  parameters: [
    { name: 'Left', type: 'TEXT', value: '' },
    { name: 'Fail', type: 'BOOLEAN', value: false },
    { name: 'Rows', type: 'TEXT', value: 'Region,Amount\r\nof an earlier run,1' },
    { name: 'Count', type: 'NUMBER', value: 3 },
    { name: 'Callback URL', type: 'TEXT', value: null },
  ],
  run: {
    duration,
    endWhen: { parameter: 'Fail', equals: true, end: { state: 'FAILED' } as const },
    results: ({ parameters }: { parameters: ReadonlyMap<string, ParameterValue> }) => ({
      Rows: LEFT[String(parameters.get('Left'))] ?? `Left;Run\n${parameters.get('Left')};this one`,
    }),
  },
});

const projects = [
  ...Object.keys(LEFT).map((name) => project(`Rows/${name}.iox`, 50)),
  project('Rows/Any.iox', 50),
  project('Rows/Failed.iox', 50),
  project('Rows/Slow.iox', 600),
];
const harness = simulate({
  fixture: { ...FIXTURE, projects: [...FIXTURE.projects, ...projects] },
});

const KEY = 'creates.execute_workflow';
const run = (inputData: object): Promise<StepOutcome> =>
  harness.run(KEY, { rows_parameter: 'Rows', return_parameters: true, ...inputData });
const leaving = (name: string) => run({ project: `Rows/${name}`, parameters: { Left: name } });

describe('rows of a parameter', () => {
  test.each([
    ['JSON', ROWS],
    ['CSV', ROWS.map(({ Region, Amount }) => ({ Region, Amount: String(Amount) }))],
    ['One object', [{ Region: 'North' }]],
  ])('come from %s, 5 000 of them where there are so many', async (name, rows) => {
    const { value, requests } = await harness.during(() => leaving(name));
    expect(wordsOf(value)).toBe('');
    expect(resultsOf(value)).toMatchObject({ outcome: 'succeeded', rows });
    expect(requests.filter(({ path }) => path.endsWith('/w/param'))).toHaveLength(1);
  });

  test.each([
    ['Empty', 'the parameter "Rows" is empty'],
    ['Text', '"Rows" holds a single line of text'],
    ['Values', 'the value of "Rows" is no table'],
    ['Broken', 'the value of "Rows" is no table'],
    ['Lines', 'the value of "Rows" is no table'],
    ['Large', 'the value of "Rows" is too large'],
  ])('are null for %s, which Message says, and the run is no error', async (name, words) => {
    expect(resultsOf(await leaving(name))).toMatchObject({
      succeeded: true,
      rows: null,
      message: expect.stringContaining(words),
    });
  });

  test.each([
    ['Gone', 'the project has no parameter "Gone"'],
    ['Count', '"Count" is not a text parameter'],
  ])('are null where the parameter is %s, which Message says', async (name, words) => {
    const outcome = await run({ project: 'Rows/Any', rows_parameter: name });
    expect(resultsOf(outcome)).toMatchObject({
      succeeded: true,
      rows: null,
      parameters: { Count: 3 },
      message: expect.stringContaining(words),
    });
  });
});

describe('never another run’s results', () => {
  const none = { parameters: null, rows: null };

  test('a failed run that the Zap continues with gives no parameters and no rows', async () => {
    const outcome = await run({
      project: 'Rows/Failed',
      parameters: { Fail: 'true' },
      on_failure: 'continue',
    });
    expect(resultsOf(outcome)).toMatchObject({ ...none, outcome: 'failed', succeeded: false });
  });

  test('a run whose parameters the next one has set before they were read gives none, and says so', async () => {
    const slow = (Left: string) => run({ project: 'Rows/Slow', parameters: { Left } });
    // The second start is tried again until the first run has ended; its values then stand there.
    const held = harness.faults.add({
      on: 'param',
      nth: 1,
      fault: { kind: 'delay', ms: 1_000 },
    });
    const [first, second] = await Promise.all([slow('A'), slow('B')]);
    held();
    const results = [resultsOf(first), resultsOf(second)];
    const overtaken = results.find(({ rows }) => rows === null);
    expect(overtaken).toMatchObject({
      ...none,
      succeeded: true,
      message: expect.stringContaining('"Left" has changed since this step set it'),
    });
    const last = results.find((result) => result !== overtaken);
    expect(last).toMatchObject({ succeeded: true });
    expect(last?.rows).toEqual([{ Left: Object(last?.parameters).Left, Run: 'this one' }]);
  });
});

describe('rows of a callback', () => {
  test.each<[string, unknown, object]>([
    ['a list of rows', [{ a: 1 }], { posted: [{ a: 1 }], rows: [{ a: 1 }] }],
    ['rows in an object', { rows: [{ a: 1 }] }, { rows: [{ a: 1 }] }],
    ['text', 'done', { posted: 'done', rows: null }],
    ['an empty list', [], { posted: [], rows: [] }],
    [
      'more than 1 MB',
      [{ a: 'x'.repeat(1_000_001) }],
      { posted: null, rows: null, message: expect.stringContaining('larger than 1 MB') },
    ],
  ])('are %s', async (_, payload, expected) => {
    const held = await harness.run('creates.execute_lambda', {
      project: 'Rows/Any',
      callback_parameter: 'Callback URL',
    });
    const url = held.status === 'callback' ? held.callbackUrl : '';
    const { post, callbacks } = harness.platform;
    const resumed = callbacks.resumed(url);
    await post(url, payload);
    expect(resultsOf(await resumed)).toMatchObject({ outcome: 'succeeded', ...expected });
  });
});
