import { describe, expect, test } from '@jest/globals';
import {
  type Parameter,
  parametersNamed,
  readParameters,
  updateParameters,
} from '../../src/omniscope/parameters.ts';
import { TransportFailure } from '../../src/omniscope/transport.ts';
import { bodyOf, problemOf, project, type Reply, scene } from './scene.ts';

const read = (reply: Reply) => readParameters(scene(() => reply).api, project);

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
    ['404', { status: 404 }, { kind: 'project-not-found', project: 'Sales/Monthly Report.iox' }],
    [
      'a failure with 200',
      { body: { errorType: 'X', errorMessage: 'no' } },
      { kind: 'request-refused', action: 'read', words: 'no' },
    ],
    ['400', { status: 400, body: 'bad' }, { kind: 'request-refused', words: 'bad' }],
    ['JSON of something else', { body: { params: [] } }, { kind: 'not-an-omniscope-api' }],
    ['a nameless parameter', { body: { paramValues: [{}] } }, { kind: 'not-an-omniscope-api' }],
    ['a lost answer', new TransportFailure('broken'), { kind: 'unreachable', reason: 'broken' }],
  ])('tells %s', async (_, reply, expected) => {
    expect(await problemOf(read(reply))).toMatchObject(expected);
  });
});

describe('updating parameters', () => {
  const updates = [
    { name: 'Region', value: 'a {{b}}' },
    { name: 'Year', value: 2026 },
    { name: 'On', value: false },
  ];
  const update = (reply: Reply) => updateParameters(scene(() => reply).api, project, updates);

  test('sends the named ones with their native values, and nothing else', async () => {
    const { api, requests } = scene(() => ({ body: { status: 'SUCCESS' } }));
    expect(await updateParameters(api, project, updates)).toEqual({ status: 'SUCCESS' });
    expect(requests.map(({ method, url }) => `${method} ${url}`)).toEqual([
      'POST https://omniscope.example.com/u/Sales/Monthly%20Report.iox/w/updateparams',
    ]);
    expect(bodyOf(requests[0])).toEqual({ updates });
  });

  test.each<[string, Reply, object]>([
    ['another status', { body: { status: 'ERROR' } }, { kind: 'request-refused', words: null }],
    [
      'a failure beside SUCCESS',
      { body: { status: 'SUCCESS', errorType: 'PARTLY', errorMessage: 'not Year' } },
      { kind: 'request-refused', action: 'update', words: 'not Year' },
    ],
    ['no status', { body: {} }, { kind: 'request-refused' }],
    ['SUCCESS with 400', { status: 400, body: { status: 'SUCCESS' } }, { kind: 'request-refused' }],
    ['404', { status: 404 }, { kind: 'project-not-found' }],
    ['403', { status: 403, body: 'no' }, { kind: 'forbidden' }],
    ['a lost answer', new TransportFailure('timeout'), { kind: 'answer-lost', action: 'update' }],
    ['no connection', new TransportFailure('unreachable'), { kind: 'unreachable' }],
  ])('is no success with %s', async (_, reply, expected) => {
    expect(await problemOf(update(reply))).toMatchObject(expected);
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
    expect(parametersNamed(parameters, name).map((found) => found.name)).toEqual(expected);
  });
});
