/**
 * What is typed for a parameter, what Zapier makes of it, and what arrives at the server, for each kind
 * of field and for the dict (the rows of "What Zapier makes of what was typed": the CLI's own conversion).
 */
import { afterEach, describe, expect, test } from '@jest/globals';
import { readBody } from '../../sandbox/http/body.ts';
import type { Handler } from '../../sandbox/http/message.ts';
import type { ServerFixture } from '../../sandbox/omniscope-server/fixture.ts';
import { convertInputs } from '../../sandbox/zapier-emulator/inputs/convert-inputs.ts';
import { isInputField } from '../../sandbox/zapier-emulator/inputs/input-field.ts';
import { createSimulator } from '../harness/simulator.ts';
import { resultsOf, wordsOf } from './harness.ts';

const project = 'Typed.iox';
const FIXTURE: ServerFixture = {
  folders: [{ path: '', grants: { '*': ['Workflow Execution via APIs'] } }],
  projects: [
    {
      path: project,
      blocks: [],
      parameters: [
        { name: 'Region', type: 'TEXT', value: null },
        { name: 'Year', type: 'NUMBER', value: null },
        { name: 'Publish', type: 'BOOLEAN', value: null },
        { name: 'Cut-off', type: 'DATE', value: null },
        { name: 'Input', type: 'FILE', value: null },
        { name: 'Source', type: 'FOLDER', value: null },
        { name: 'Shade', type: 'COLOUR', value: null },
      ],
      run: { duration: 0 },
    },
  ],
  templates: [],
};

/** The updates of each request that names some. */
let arrived: unknown[] = [];
afterEach(() => {
  arrived = [];
});
const recordUpdates =
  (server: Handler): Handler =>
  async (request) => {
    const body = await readBody(request.body, 100_000);
    if (request.method === 'POST') {
      const { updates, params } = JSON.parse(body.toString());
      arrived.push(updates ?? params?.updates ?? []);
    }
    return server({ ...request, body });
  };
const { platform } = createSimulator().open({ fixture: FIXTURE, aroundServer: recordUpdates });

const KEYS = ['update_parameters', 'execute_workflow', 'execute_lambda'];

async function fieldsOf(key: string) {
  const shown = await platform.fields({ key: `creates.${key}`, inputData: { project } });
  return Object.values(resultsOf(shown)).filter(isInputField);
}

/** The step with this typed into the parameter's own field. */
async function typeInto(key: string, name: string, typed: unknown) {
  const fields = await fieldsOf(key);
  const field = fields.find((one) => Object(one).label === name)?.key ?? '';
  const inputData = { project, [field]: typed };
  const made = ['America/Chicago', 'Asia/Tokyo'].map(
    (zone) => convertInputs(inputData, fields, zone)[field],
  );
  return { made, outcome: await platform.runStep({ key: `creates.${key}`, inputData }) };
}

const ACCEPTED: readonly (readonly [string, unknown, unknown])[] = [
  ['Region', ' N/A ', ' N/A '],
  ['Region', '1,250', '1,250'],
  ['Region', 'off', 'off'],
  ['Region', '2026-10-31', '2026-10-31'],
  ['Region', ['a', 1], '["a",1]'],
  ['Year', '12', 12],
  ['Year', ' -3.50 ', -3.5],
  ['Year', '1e3', 1000],
  ['Year', '7615917337495251231', '7615917337495251231'],
  ['Year', 2026, 2026],
  ['Publish', 'true', true],
  ['Publish', 'off', false],
  ['Publish', 'NO', false],
  ['Publish', '1', true],
  ['Publish', false, false],
  ['Cut-off', '2026-10-31', '2026-10-31'],
  ['Cut-off', '2026-10-31T09:00:00-05:00', '2026-10-31T09:00:00-05:00'],
  ['Source', '/data/in', '/data/in'],
  ['Shade', '#ff8800', '#ff8800'],
];

const REJECTED: readonly (readonly [string, unknown, string])[] = [
  ['Year', 'N/A', 'a number such as 12'],
  ['Year', '1,250', 'a number such as 12'],
  ['Year', '12 %', 'a number such as 12'],
  ['Year', '0x10', 'a number such as 12'],
  ['Publish', 'maybe', 'true or false'],
  ['Publish', '2', 'true or false'],
  ['Cut-off', 'Q3', 'a day such as 2026-10-31'],
  ['Cut-off', 'tomorrow', 'a day such as 2026-10-31'],
  ['Cut-off', '31.10.2026', 'a day such as 2026-10-31'],
  ['Cut-off', '2026-02-30', 'a day such as 2026-10-31'],
];

describe.each(KEYS)('the field of a parameter in %s', (key) => {
  test.each(ACCEPTED)('%s: %j reaches the app as typed, and the server as %j', async (...row) => {
    const [name, typed, value] = row;
    const { made, outcome } = await typeInto(key, name, typed);
    expect(made).toEqual([typed, typed]);
    expect(wordsOf(outcome)).toBe('');
    expect(arrived).toEqual([[{ name, value }]]);
  });

  test.each(REJECTED)('%s: %j reaches the app as typed, and is rejected: %s', async (...row) => {
    const [name, typed, words] = row;
    const { made, outcome } = await typeInto(key, name, typed);
    expect(made).toEqual([typed, typed]);
    expect(wordsOf(outcome)).toContain(`The value of "${name}" cannot be used. Enter ${words}`);
    expect(arrived).toEqual([]);
  });

  test.each(['', '  ', null])('that is blank keeps its value: %j', async (blank) => {
    const { outcome } = await typeInto(key, 'Year', blank);
    if (key === 'update_parameters') expect(wordsOf(outcome)).toContain('nothing to update');
    expect(arrived).toEqual(key === 'update_parameters' ? [] : [[]]);
  });
});

describe('the field of a file parameter', () => {
  test.each(['update_parameters', 'execute_workflow'])(
    'takes the name of a file on the server in %s',
    async (key) => {
      await typeInto(key, 'Input', 'sales.csv');
      expect(arrived).toEqual([[{ name: 'Input', value: 'sales.csv' }]]);
    },
  );

  test('rejects in execute_lambda what is no link', async () => {
    const { outcome } = await typeInto('execute_lambda', 'Input', 'sales.csv');
    expect(wordsOf(outcome)).toContain('"Input" is not an https:// address');
    expect(arrived).toEqual([]);
  });
});

describe.each(KEYS)('the dict of parameters in %s', (key) => {
  const enter = (parameters: object) =>
    platform.runStep({ key: `creates.${key}`, inputData: { project, parameters } });

  test.each([
    ['Region', 'N/A', 'N/A'],
    ['Year', '12', '12'],
    // Zapier makes text of every value of a dict.
    ['Year', 2026, '2026'],
    ['Publish', 'false', 'false'],
    ['Cut-off', '2026-10-31', '2026-10-31'],
  ])('hands %s: %j to the server as %j', async (name, typed, value) => {
    expect(wordsOf(await enter({ [name]: typed }))).toBe('');
    expect(arrived).toEqual([[{ name, value }]]);
  });

  test.each([
    ['Year', 'N/A'],
    ['Year', '1,250'],
    ['Publish', 'maybe'],
    ['Cut-off', 'Q3'],
  ])('hands %s: %j on as typed, and says why the server refuses it', async (name, typed) => {
    const outcome = await enter({ [name]: typed });
    expect(arrived).toEqual([[{ name, value: typed }]]);
    expect(outcome.status).toBe('errored');
    expect(wordsOf(outcome)).toMatch(/^Omniscope refused to .*(number|true or false|date)/);
  });
});
