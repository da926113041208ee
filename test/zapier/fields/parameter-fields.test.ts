import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createApp } from '../../../index.ts';
import { realClock } from '../../../sandbox/clock.ts';
import { createCache } from '../../../sandbox/zapier-emulator/cache.ts';
import { startCoreEngine } from '../../../sandbox/zapier-emulator/core-engine.ts';
import type { Engine } from '../../../sandbox/zapier-emulator/engine.ts';
import { createPlatform, type Platform } from '../../../sandbox/zapier-emulator/zapier-emulator.ts';
import { parameterFields } from '../../../src/zapier/fields/parameter-fields.ts';
import { parseParameterKey } from '../../../src/zapier/fields/parameter-key.ts';
import { parameterNameField } from '../../../src/zapier/fields/parameter-name-fields.ts';
import { systemRuntime } from '../../../src/zapier/platform/runtime.ts';
import { type Core, startCore } from '../core.ts';
import { type Loopback, startLoopback } from '../platform/loopback.ts';

let core: Core;
let server: Loopback;
beforeAll(async () => {
  [core, server] = await Promise.all([startCore(), startLoopback()]);
});
afterAll(async () => {
  await server.close();
  await core.close();
});

const environment = () => ({ OMNISCOPE_SANDBOX_ORIGIN: server.origin });
const connection = () => ({ server_url: server.origin, access_token: 'token' });
const answerWith = (paramValues: object[]) => {
  server.answer = (response) => response.end(JSON.stringify({ paramValues }));
};

/** The fields of a step whose project has these parameters. */
async function fieldsOf(paramValues: object[], { files = false, project = 'Report' } = {}) {
  if (paramValues.length > 0) answerWith(paramValues);
  return core.run((z, bundle) => {
    const fields = parameterFields({ ...systemRuntime, environment }, { files });
    return fields(z, { ...bundle, authData: connection(), inputData: { project } });
  });
}

describe('the field of a parameter', () => {
  test.each([
    ['TEXT', 'Text.'],
    ['NUMBER', 'Number.'],
    ['BOOLEAN', 'True or false.'],
    ['DATE', 'ISO 8601'],
    ['FOLDER', 'folder on the server'],
    ['FILE', 'file on the server'],
    ['COLOUR', 'Text.'],
    ['constructor', 'Text.'],
  ])('of type %s takes text as it is typed, and says what: %s', async (type, help) => {
    const [field] = await fieldsOf([{ name: 'p', type, value: null }]);
    expect(field).toMatchObject({ label: 'p', type: 'string', required: false });
    expect(field?.helpText).toContain(help);
    expect(field?.helpText).toContain('Blank keeps the current value.');
  });

  test('of type BOOLEAN is a choice of true and false', async () => {
    const [field] = await fieldsOf([{ name: 'p', type: 'BOOLEAN', value: true }]);
    expect(field?.choices).toEqual({ true: 'true', false: 'false' });
  });

  test.each([
    [2026, 'Blank keeps the current value: 2026.'],
    ['**b** [x](https://x)', 'Blank keeps the current value: `**b** [x](https://x)`.'],
    ['a `b`', 'Blank keeps the current value: a b.'],
  ])('tells the current value in its help text: %j', async (value, help) => {
    const [field] = await fieldsOf([{ name: 'p', type: 'TEXT', value }]);
    expect(field?.helpText).toContain(help);
  });

  test('takes a file only where a run takes files along', async () => {
    const parameters = [{ name: 'Input', type: 'FILE', value: 'a.csv' }];
    expect(await fieldsOf(parameters, { files: true })).toMatchObject([{ type: 'file' }]);
    expect(await fieldsOf(parameters)).toMatchObject([{ type: 'string' }]);
  });

  test('has a key that leads back to the parameter, and is the same in another list', async () => {
    const names = ['Cut-off', 'Cut off', 'Cut_off', '{{x}}', '', ' ', '📈', 'x'.repeat(200)];
    const all = await fieldsOf(names.map((name) => ({ name, type: 'TEXT' })));
    expect(all.map(({ key }) => parseParameterKey(key)?.name)).toEqual(names);
    const [last] = await fieldsOf([{ name: 'x'.repeat(200), type: 'TEXT' }]);
    expect(last?.key).toBe(all.at(-1)?.key);
    expect(all.every(({ label }) => label !== undefined && label.trim() !== '')).toBe(true);
  });

  test.each([
    [2026, '2026'],
    [false, 'false'],
    [0, '0'],
    ['two\nlines ', 'two lines'],
    ['x'.repeat(300), `${'x'.repeat(99)}…`],
  ])('shows the current value as its placeholder: %j', async (value, placeholder) => {
    expect(await fieldsOf([{ name: 'p', type: 'TEXT', value }])).toMatchObject([{ placeholder }]);
  });

  test.each([null, '', ' \n '])('shows none where there is no value: %j', async (value) => {
    const [field] = await fieldsOf([{ name: 'p', type: 'TEXT', value }]);
    expect(field).not.toHaveProperty('placeholder');
  });
});

test('more parameters than Zapier shows leave a note of how to set the others', async () => {
  const fields = await fieldsOf(
    Array.from({ length: 1_200 }, (_, index) => ({ name: `p${index}`, type: 'TEXT' })),
  );
  expect(fields).toHaveLength(981);
  expect(fields.at(-1)).toMatchObject({ type: 'copy', helpText: expect.stringContaining('220 ') });
});

test.each([' ', '\u200b', '{{77251676__project_path}}', 'Sales/{{1__name}}.iox'])(
  'a project that is not known yet leaves one note and makes no request: %j',
  async (project) => {
    server.seen.length = 0;
    expect(await fieldsOf([], { project })).toEqual([
      expect.objectContaining({
        type: 'copy',
        helpText: expect.stringContaining('Fill in Project'),
      }),
    ]);
    expect(server.seen).toHaveLength(0);
  },
);

describe('parameters that cannot be shown', () => {
  test.each([
    [404, 'Not found', 'no project'],
    [403, 'Forbidden', 'Workflow Execution via APIs'],
    [500, 'no', 'internal error'],
    [200, '<html>', 'a web page'],
  ])('leave a note that says why: %d %s', async (status, body, words) => {
    server.answer = (response) => response.writeHead(status).end(body);
    expect(await fieldsOf([])).toEqual([
      expect.objectContaining({ type: 'copy', helpText: expect.stringContaining(words) }),
    ]);
  });

  test('leave a note for a project that is none, and ask nothing', async () => {
    server.seen.length = 0;
    expect(await fieldsOf([], { project: '../x' })).toMatchObject([{ type: 'copy' }]);
    expect(server.seen).toHaveLength(0);
  });

  test('have the token refreshed where that is why', async () => {
    server.answer = (response) => response.writeHead(401).end();
    await expect(fieldsOf([])).rejects.toMatchObject({ name: 'RefreshAuthError' });
  });
});

/** What the dropdown of text parameters offers for a project. */
async function choicesFor(project: unknown): Promise<unknown> {
  const text = { key: 'rows_parameter', label: 'Rows Parameter', help: 'Help.', textOnly: true };
  const [field] = parameterNameField(text).definitions({ ...systemRuntime, environment });
  return core.run((z, bundle) => {
    const { perform }: { perform?: unknown } = Object(field && 'choices' in field && field.choices);
    if (typeof perform !== 'function') throw new Error('The dropdown has no function.');
    return perform(z, { ...bundle, authData: connection(), inputData: { project } });
  });
}

describe('the dropdown of parameters', () => {
  test('offers only parameters that hold text, unknown types included', async () => {
    const types = ['TEXT', 'NUMBER', 'BOOLEAN', 'DATE', 'FILE', 'FOLDER', 'COLOUR'];
    answerWith(types.map((type) => ({ name: type.toLowerCase(), type, value: null })));
    expect(await choicesFor('Report')).toEqual({
      results: [
        { id: 'text', label: 'text' },
        { id: 'colour', label: 'colour' },
      ],
      paging_token: null,
    });
  });

  test.each([undefined, ' ', '{{77251676__project_path}}'])(
    'offers nothing and makes no request while the project is not known: %j',
    async (project) => {
      server.seen.length = 0;
      expect(await choicesFor(project)).toEqual({ results: [], paging_token: null });
      expect(server.seen).toHaveLength(0);
    },
  );
});

describe('names of parameters', () => {
  let engine: Engine;
  let platform: Platform;
  beforeAll(async () => {
    answerWith(['a', ' a', 'b '].map((name) => ({ name, type: 'TEXT', value: name.length })));
    engine = await startCoreEngine({
      app: createApp({ environment }),
      cache: createCache(realClock),
    });
    platform = createPlatform({ engine, clock: realClock, authData: connection() });
  });
  afterAll(() => engine.close());

  async function names(key: string, inputData: object, editorTest = false): Promise<unknown> {
    const outcome = await platform.runStep({
      key,
      inputData: { project: 'Report', ...inputData },
      editorTest,
    });
    if (outcome.status !== 'success') return JSON.stringify(outcome);
    return [outcome.results].flat().map((found) => Object(found).name);
  }

  describe('names that differ in spaces at their ends', () => {
    test.each([
      ['a', ['a']],
      [' a', [' a']],
      ['b', ['b ']],
      ['c', []],
      ['', ['a', ' a', 'b ']],
    ])('are found by what was chosen, else by what was meant: %j', async (name, expected) => {
      expect(await names('searches.find_parameters', { name })).toEqual(expected);
    });

    test('are watched by what was chosen, else by what was meant', async () => {
      const watched = { names: [' a', 'b'] };
      expect(await names('triggers.parameter_changed', watched, true)).toEqual([' a', 'b ']);
    });
  });

  test('a watched parameter that the project does not have is an error in the editor', async () => {
    const told = await names('triggers.parameter_changed', { names: ['a', 'Regoin'] }, true);
    expect(told).toContain('has no parameter');
    expect(told).toContain('Regoin');
  });
});
