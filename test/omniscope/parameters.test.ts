import { describe, expect, test } from '@jest/globals';
import { NetworkError } from '../../src/omniscope/http/transport.ts';
import {
  fetchParameters,
  findParameters,
  type Parameter,
  updateParameters,
} from '../../src/omniscope/parameters.ts';
import { bodyOf, errorOf, fakeServer, project, type Reply } from './fixture.ts';

const read = (reply: Reply) => fetchParameters(fakeServer(() => reply).api, project);

describe('reading parameters', () => {
  test.each<[string, object, object]>([
    ['a native value', { type: 'NUMBER', value: 3.5 }, { type: 'NUMBER', value: 3.5 }],
    ['a null value', { type: 'TEXT', value: null }, { type: 'TEXT', value: null }],
    ['no value', { type: 'FILE' }, { type: 'FILE', value: null }],
    ['an unknown type', { type: 'COLOUR', value: '#fff' }, { type: 'COLOUR', value: '#fff' }],
    ['a null type', { type: null, value: 'a' }, { type: 'TEXT', value: 'a' }],
    ['no type', { value: 'a' }, { type: 'TEXT', value: 'a' }],
    ['a list', { type: 'TEXT', value: ['a', 1] }, { type: 'TEXT', value: '["a",1]' }],
    ['an object', { type: 'X', value: { a: 1 } }, { type: 'X', value: '{"a":1}' }],
    ['more keys', { type: 'TEXT', value: '', choices: [1] }, { type: 'TEXT', value: '' }],
  ])('takes %s', async (_, given, expected) => {
    const body = { paramValues: [{ name: 'p', ...given }], more: true };
    expect(await read({ body })).toEqual([{ name: 'p', ...expected }]);
  });

  test('keeps their order, and may give none', async () => {
    const paramValues = [{ name: 'b' }, { name: 'a' }];
    expect((await read({ body: { paramValues } })).map(({ name }) => name)).toEqual(['b', 'a']);
    expect(await read({ body: { paramValues: [] } })).toEqual([]);
  });

  test.each<[string, Reply, object]>([
    [
      '404',
      { status: 404, body: 'no' },
      { code: 'project-not-found', project: 'Sales/Monthly Report.iox' },
    ],
    [
      'a failure with 200',
      { body: { errorType: 'X', errorMessage: 'no' } },
      { code: 'request-rejected', action: 'read', serverMessage: 'no' },
    ],
    ['400', { status: 400, body: 'bad' }, { code: 'request-rejected', serverMessage: 'bad' }],
    ['JSON of something else', { body: { params: [] } }, { code: 'intermediary-response' }],
    ['an empty 404', { status: 404 }, { code: 'project-not-found' }],
    ['an empty 503', { status: 503 }, { code: 'intermediary-response', found: 'empty' }],
    ['a nameless parameter', { body: { paramValues: [{}] } }, { code: 'intermediary-response' }],
    [
      'a lost response',
      new NetworkError('connection-reset'),
      { code: 'unreachable', reason: 'connection-reset' },
    ],
  ])('tells %s', async (_, reply, expected) => {
    expect(await errorOf(read(reply))).toMatchObject(expected);
  });
});

describe('updating parameters', () => {
  const updates = [
    { name: 'Region', value: 'a {{b}}' },
    { name: 'Year', value: 2026 },
    { name: 'On', value: false },
  ];
  const update = (reply: Reply) => updateParameters(fakeServer(() => reply).api, project, updates);

  test('sends the named ones with their native values, and nothing else', async () => {
    const { api, requests } = fakeServer(() => ({ body: { status: 'SUCCESS' } }));
    expect(await updateParameters(api, project, updates)).toEqual({ status: 'SUCCESS' });
    expect(requests.map(({ method, url }) => `${method} ${url}`)).toEqual([
      'POST https://omniscope.example.com/u/Sales/Monthly%20Report.iox/w/updateparams',
    ]);
    expect(bodyOf(requests[0])).toEqual({ updates });
  });

  test.each<[string, Reply, object]>([
    [
      'another status',
      { body: { status: 'ERROR' } },
      { code: 'request-rejected', serverMessage: null },
    ],
    [
      'a failure beside SUCCESS',
      { body: { status: 'SUCCESS', errorType: 'PARTLY', errorMessage: 'not Year' } },
      { code: 'request-rejected', action: 'update', serverMessage: 'not Year' },
    ],
    ['no status', { body: {} }, { code: 'response-lost', doubt: { found: 'other-json' } }],
    ['a web page', { body: '<html>' }, { code: 'response-lost', doubt: { found: 'web-page' } }],
    ['a page with 403', { status: 403, body: '<html>' }, { code: 'response-lost' }],
    ['a page with 413', { status: 413, body: '<html>' }, { code: 'intermediary-response' }],
    ['503', { status: 503, body: 'Starting' }, { code: 'response-lost', doubt: 'unclear' }],
    [
      'SUCCESS with 400',
      { status: 400, body: { status: 'SUCCESS' } },
      { code: 'request-rejected' },
    ],
    ['404', { status: 404, body: 'no' }, { code: 'project-not-found' }],
    ['403', { status: 403, body: 'no' }, { code: 'forbidden', permission: 'parameters' }],
    ['a lost response', new NetworkError('timeout'), { code: 'response-lost', doubt: 'lost' }],
    ['no connection', new NetworkError('unreachable'), { code: 'unreachable' }],
  ])('is no success with %s', async (_, reply, expected) => {
    expect(await errorOf(update(reply))).toMatchObject(expected);
  });
});

describe('the parameter that a name means', () => {
  const parameters = ['a', ' a', 'b '].map((name): Parameter => ({ name, type: 'TEXT', value: 1 }));
  test.each([
    ['a', ['a']],
    [' a', [' a']],
    ['a ', ['a', ' a']],
    ['b', ['b ']],
    ['A', []],
  ])('is the exact one, else those that differ in spaces at the ends: %j', (name, expected) => {
    expect(findParameters(parameters, name).map((found) => found.name)).toEqual(expected);
  });
});
