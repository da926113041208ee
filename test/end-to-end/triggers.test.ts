import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { resultsOf, simulate, wordsOf } from './harness.ts';
import { type Hooks, listener, NOTE, openHooks, trigger } from './hooks.ts';

describe('Updated Parameter', () => {
  const harness = simulate();
  const key = 'triggers.parameter_changed';
  const set = (path: string, name: string, value: string) =>
    harness.omniscope.setParameter(path, name, value);

  /** One poll of a Zap: the changes that start it. */
  async function poll(zap: string, inputData: object): Promise<unknown[]> {
    const outcome = await harness.platform.pollTrigger({ key, zap, inputData: { ...inputData } });
    expect(outcome.status).toBe('success');
    return outcome.fresh.map(({ name, previous_value, value }) => [name, previous_value, value]);
  }

  test('starts both of two Zaps for A to B, for B back to A and for B again, each once', async () => {
    const inputData = { project: 'Reports/Typed', names: ['Region'] };
    const both = async () => [await poll('one', inputData), await poll('two', inputData)];
    expect(await both()).toEqual([[], []]);
    set('Reports/Typed.iox', 'Region', 'South');
    expect(await both()).toEqual(Array(2).fill([['Region', 'North', 'South']]));
    set('Reports/Typed.iox', 'Region', 'North');
    expect(await both()).toEqual(Array(2).fill([['Region', 'South', 'North']]));
    expect(await both()).toEqual([[], []]);
    set('Reports/Typed.iox', 'Region', 'North');
    expect(await both()).toEqual([[], []]);
    set('Reports/Typed.iox', 'Region', 'South');
    expect(await both()).toEqual(Array(2).fill([['Region', 'North', 'South']]));
  });

  test('sees what a workflow publishes in its own parameters', async () => {
    const inputData = { project: 'Reports/Typed', names: ['Result'] };
    await poll('results', inputData);
    const parameters = { Region: 'West' };
    await harness.run('creates.execute_workflow', { project: 'Reports/Typed', parameters });
    expect(await poll('results', inputData)).toEqual([['Result', null, 'West 2026 []']]);
  });

  test('watches all parameters unless some are named, and no others where they are', async () => {
    const project = 'Files/Measure';
    await Promise.all([poll('all', { project }), poll('label', { project, names: ['Label'] })]);
    set('Files/Measure.iox', 'Result', 'changed');
    expect(await poll('label', { project, names: ['Label'] })).toEqual([]);
    expect(await poll('all', { project })).toEqual([['Result', null, 'changed']]);
  });

  test('shows the current values in an editor test, of the shape of a change', async () => {
    const inputData = { project: 'Reports/Typed', names: ['Year'] };
    const outcome = await harness.platform.runStep({ key, inputData, editorTest: true });
    expect(resultsOf(outcome)).toEqual([
      { id: expect.any(String), name: 'Year', type: 'NUMBER', value: 2026, previous_value: null },
    ]);
  });

  test('says why it cannot look', async () => {
    const inputData = { project: 'Private/Salaries' };
    expect(await harness.platform.pollTrigger({ key, zap: 'private', inputData })).toMatchObject({
      status: 'errored',
      message: expect.stringContaining('Workflow Execution via APIs'),
    });
  });

  test('the dropdown of parameters lists them by name, and nothing before a project is chosen', async () => {
    const fill = (project: string) =>
      harness.platform.fillDropdown({ key: 'triggers.project_parameter', inputData: { project } });
    expect(await fill('')).toMatchObject({ status: 'success', results: [] });
    expect(await fill('Callbacks/Silent')).toMatchObject({
      results: [
        { id: 'Callback URL', name: 'Callback URL', type: 'TEXT' },
        { id: 'Seconds', name: 'Seconds', type: 'NUMBER' },
      ],
    });
  });
});

/** New Workflow Data over real sockets: turning a Zap on and off, and what posts become. */
describe('New Workflow Data', () => {
  let zaps: Hooks;
  beforeAll(async () => {
    const paths = ['Posts', 'Empty', 'Expired', 'Lost', 'Off'].map((name) => `Zaps/${name}.iox`);
    const full = listener('Zaps/Full.iox', 'x,y\n'.repeat(25_000));
    zaps = await openHooks([...paths.map((path) => listener(path)), full], 20);
  });
  afterAll(() => zaps?.harness.close());

  describe('turning a Zap on', () => {
    test.each([
      ['Private/Salaries', 'Zaps', 'Workflow Execution via APIs'],
      ['Reports/Missing', 'Zaps', 'has no project "Reports/Missing.iox"'],
      ['Zaps/Empty', 'Gone', 'has no parameter "Gone"'],
      ['Zaps/Empty', 'Count', '"Count" is not a text parameter'],
      ['Zaps/Empty', ' ', 'Callback Parameter'],
    ])('fails for %s with the parameter "%s", and writes nothing', async (project, name, words) => {
      const { value, requests } = await zaps.harness.during(() =>
        zaps.turnOn('refused', project, name),
      );
      expect(value.status).toBe('errored');
      expect(wordsOf(value)).toContain(words);
      expect(requests.filter(({ method }) => method === 'POST')).toEqual([]);
      expect(zaps.harness.platform.hooks.addressOf('refused')).toBeUndefined();
    });

    test('fails for a connection without the Workflow API, and says which access to choose', async () => {
      const projectsOnly = await zaps.harness.connect('alice', { api_access: 'project' });
      const outcome = await projectsOnly.hooks.turnOn(trigger('narrow', 'Zaps/Empty'));
      expect(outcome.status).toBe('errored');
      expect(wordsOf(outcome)).toContain('set to "Run workflows and create projects"');
    });

    test('adds its address below 100 KB of other text, and leaves that as it was', async () => {
      const text = zaps.valueIn('Zaps/Full');
      expect(wordsOf(await zaps.turnOn('full', 'Zaps/Full'))).toBe('');
      expect(zaps.valueIn('Zaps/Full')).toBe(`${text}${zaps.addressOf('full')}\n`);
      await zaps.turnOff('full');
      expect(zaps.valueIn('Zaps/Full')).toBe(text);
    });

    test('with an expired token refreshes it and writes the address once; so does turning it off', async () => {
      zaps.harness.sandbox.authorizationServer.tokens.expireAll();
      const { value, requests } = await zaps.harness.during(() =>
        zaps.turnOn('expired', 'Zaps/Expired'),
      );
      expect(wordsOf(value)).toBe('');
      expect(zaps.valueIn('Zaps/Expired')).toBe(`${NOTE}${zaps.addressOf('expired')}\r\n`);
      expect(requests.filter(({ path }) => path.endsWith('/updateparams'))).toHaveLength(1);
      zaps.harness.sandbox.authorizationServer.tokens.expireAll();
      expect(await zaps.turnOff('expired')).toMatchObject({ status: 'success' });
      expect(zaps.valueIn('Zaps/Expired')).toBe(NOTE);
    });

    test.each(['before', 'after'] as const)(
      'whose response is lost %s the server has acted ends with one address in the parameter',
      async (phase) => {
        const rule = { on: 'update', nth: 1, fault: { kind: 'reset', phase } } as const;
        const remove = zaps.harness.sandbox.faults.add(rule);
        const outcome = await zaps.turnOn('lost', 'Zaps/Lost');
        remove();
        expect(wordsOf(outcome)).toBe('');
        expect(zaps.valueIn('Zaps/Lost')).toBe(`${NOTE}${zaps.addressOf('lost')}\r\n`);
        await zaps.turnOff('lost');
        expect(zaps.valueIn('Zaps/Lost')).toBe(NOTE);
      },
    );
  });

  describe('a post', () => {
    const ZAP = 'posts';
    beforeAll(async () => {
      expect(wordsOf(await zaps.turnOn(ZAP, 'Zaps/Posts'))).toBe('');
    });

    const value = (posted: unknown) => [{ id: expect.any(String), value: posted }];
    const tooLarge = [
      { id: expect.any(String), value: null, message: expect.stringContaining('larger than 5 MB') },
    ];
    const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;

    test.each<[string, string, unknown[]]>([
      ['an object', '{"a":{"b":[1]}}', [{ a: { b: [1] } }]],
      ['an array of objects', '[{"a":1},{"a":1}]', [{ a: 1 }, { a: 1 }]],
      [
        'an id that comes twice, or is no plain value',
        '[{"id":1},{"id":1},{"id":{"a":1}}]',
        [{ id: 1 }, { id: 1 }, { id: { a: 1 } }],
      ],
      ['an empty array', '[]', []],
      ['an empty object', '{}', [{}]],
      ['an array of values', '[1,"two"]', value([1, 'two'])],
      ['a number', '7', value(7)],
      ['zero', '0', value(0)],
      ['text', '"done"', value('done')],
      ['no text', '""', value(null)],
      ['true', 'true', value(true)],
      ['false', 'false', value(false)],
      ['null', 'null', value(null)],
      ['a name that is a prototype', '{"__proto__":{"admin":true},"b":2}', [{ b: 2 }]],
      ['1 000 levels', nested(1_000), tooLarge],
      ['2 MB', JSON.stringify({ a: 'x'.repeat(2_000_000) }), [{ a: 'x'.repeat(2_000_000) }]],
      ['6 MB', JSON.stringify(['x'.repeat(6_000_000)]), tooLarge],
    ])('of %s becomes items', async (_, body, items) => {
      const posted = await zaps.post(ZAP, body);
      expect(posted.runs.map(({ outcome }) => wordsOf(outcome))).toEqual(['']);
      expect(posted.items).toEqual(items);
    });

    test.each([
      ['', 'application/json', [{ querystring: {} }]],
      ['job done', 'text/plain', [{ querystring: {}, content: 'job done' }]],
      ['a=1&b=2', 'application/x-www-form-urlencoded', [{ a: '1', b: '2' }]],
    ])('that is no JSON is one item with what there is: %j as %s', async (body, type, items) => {
      expect((await zaps.post(ZAP, body, type)).items).toEqual(items);
    });

    test('larger than 10 MB is refused by Zapier, and starts nothing', async () => {
      const { status, runs } = await zaps.post(ZAP, JSON.stringify('x'.repeat(10_000_000)));
      expect([status, runs]).toEqual([413, []]);
    });

    test('to a Zap that is off gets 410, and starts nothing', async () => {
      await zaps.turnOn('off', 'Zaps/Off');
      const address = zaps.addressOf('off');
      await zaps.turnOff('off');
      const before = zaps.harness.platform.hooks.runs.length;
      expect((await fetch(address, { method: 'POST', body: '{}' })).status).toBe(410);
      expect(zaps.harness.platform.hooks.runs).toHaveLength(before);
    });
  });
});
