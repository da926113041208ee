import { describe, expect, test } from '@jest/globals';
import { createClient } from './client.ts';

const CREATE = '/u/Sales/_api_/v1/create';
const IMPORT = { name: 'Import May', templateId: 'Import data file' };
/** Only JSON makes an object that has a key of this name. */
const PROTO: unknown = JSON.parse('{"__proto__":"x"}');

describe('create', () => {
  test('gives name and path, and the project is there for the Workflow API', async () => {
    const { post, start, clock, state, get } = createClient();
    const created = await post(CREATE, {
      ...IMPORT,
      parameters: { 'File source': 'may.csv', 'Header row': 'false' },
      notDocumented: true,
    });
    expect(created).toMatchObject({
      status: 200,
      text: '{"name":"Import May","path":"/Sales/Import May.iox/"}',
    });
    const id = await start('/u/Sales/Import%20May.iox/w/execute');
    await clock.advance(800);
    expect(await state('/u/Sales/Import%20May.iox', id)).toBe('COMPLETED');
    expect((await get('/u/Sales/Import%20May.iox/w/param')).json()).toEqual({
      paramValues: [
        { name: 'File source', type: 'FILE', value: 'may.csv' },
        { name: 'Header row', type: 'BOOLEAN', value: false },
        { name: 'Rows', type: 'NUMBER', value: 70 },
      ],
    });
  });

  test('works in the root and deep down, and starts nothing by itself', async () => {
    const { post, omniscope } = createClient();
    const root = await post('/u/_api_/v1/create', { name: 'A & B', templateId: 'Empty project' });
    expect(root.json()).toEqual({ name: 'A & B', path: '/A & B.iox/' });
    const deep = await post('/u/Ops/Nightly/2026/_api_/v1/create', IMPORT);
    expect(deep.json()).toMatchObject({ path: '/Ops/Nightly/2026/Import May.iox/' });
    expect(omniscope.jobs).toEqual([]);
  });

  test('makes projects that do not share their parameters', async () => {
    const { post, get } = createClient();
    await post(CREATE, { ...IMPORT, parameters: { 'File source': 'a.csv' } });
    await post(CREATE, { ...IMPORT, name: 'Other' });
    expect((await get('/u/Sales/Other.iox/w/param/File%20source')).json()).toMatchObject({
      value: null,
    });
  });

  test.each<[string, number, string, object]>([
    ['a name that is taken', 409, CREATE, { ...IMPORT, name: 'Broken' }],
    ['an unknown template', 404, CREATE, { ...IMPORT, templateId: 'import data file' }],
    ['an unknown folder', 404, '/u/Nowhere/_api_/v1/create', IMPORT],
    ['an unknown parameter', 400, CREATE, { ...IMPORT, parameters: { Nothing: 1 } }],
    ['a parameter named __proto__', 400, CREATE, { ...IMPORT, parameters: PROTO }],
    ['a value that is no value', 400, CREATE, { ...IMPORT, parameters: { Rows: [1] } }],
    ['a value of the wrong type', 400, CREATE, { ...IMPORT, parameters: { Rows: 'many' } }],
    ['parameters as a list', 400, CREATE, { ...IMPORT, parameters: [{ name: 'Rows', value: 1 }] }],
    ['no name', 400, CREATE, { templateId: 'Empty project' }],
    ['no template', 400, CREATE, { name: 'A' }],
    ['a number for a name', 400, CREATE, { ...IMPORT, name: 5 }],
  ])('refuses %s (%i) in words and makes nothing', async (_name, status, url, body) => {
    const { post, omniscope } = createClient();
    const before = omniscope.projects.length;
    const refused = await post(url, body);
    expect(refused.status).toBe(status);
    expect(refused.headers['content-type']).toMatch(/^text\/plain/);
    expect(omniscope.projects).toHaveLength(before);
  });

  test.each([
    '',
    ' ',
    'A.iox',
    'a/b',
    'a\\b',
    'a:b',
    'a*',
    'a?',
    'a"',
    '<a>',
    'a|b',
    'a\n',
    '.a',
    'a.',
    ' a',
    'ü'.repeat(126),
  ])('refuses the name %j', async (name) => {
    const { post, omniscope } = createClient();
    const before = omniscope.projects.length;
    expect((await post(CREATE, { ...IMPORT, name })).status).toBe(400);
    expect(omniscope.projects).toHaveLength(before);
  });

  test('can respond with 201, by assumption', async () => {
    const { post } = createClient({ assumptions: { createdStatus: 201 } });
    expect((await post(CREATE, IMPORT)).status).toBe(201);
  });
});
