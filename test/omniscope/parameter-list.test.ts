import { describe, expect, test } from '@jest/globals';
import { createSanitizer } from '../../src/omniscope/http/sanitize-message.ts';
import { parseParameterList } from '../../src/omniscope/parameter-list.ts';

const parse = (paramValues: unknown) =>
  parseParameterList({ paramValues }, createSanitizer(['the-secret']));
const good = { name: 'Region', type: 'TEXT', value: 'North' };

describe('a list of parameters', () => {
  // buttondown 1015
  test.each<[string, unknown]>([
    ['a null name', { name: null, type: 'TEXT', value: 1 }],
    ['no name', { type: 'TEXT' }],
    ['a number for a name', { name: 7 }],
    ['null', null],
    ['a text', 'Region'],
    ['a list', ['Region']],
  ])('loses nothing but the odd entry: %s', (_, odd) => {
    expect(parse([odd, good, odd])).toEqual([good]);
  });

  test.each<[unknown, unknown]>([
    [
      { name: 'p', type: 7, value: 1 },
      { name: 'p', type: 'TEXT', value: 1 },
    ],
    [
      { name: 'p', type: {}, value: null, choices: 1 },
      { name: 'p', type: 'TEXT', value: null },
    ],
    [
      { name: 'p', type: 'NUMBER', value: { a: [1] } },
      { name: 'p', type: 'NUMBER', value: '{"a":[1]}' },
    ],
    [
      { name: '__proto__', value: 1 },
      { name: '__proto__', type: 'TEXT', value: 1 },
    ],
  ])('takes an odd field for what is documented to be absent: %j', (given, expected) => {
    expect(parse([given])).toEqual([expected]);
  });

  // zapier-platform-cli 552
  test('has a name that is there twice once, with its last value', () => {
    expect(parse([{ name: 'a', value: 1 }, good, { name: 'a', value: 2 }])).toEqual([
      { name: 'a', type: 'TEXT', value: 2 },
      good,
    ]);
  });

  test.each([[undefined], [null], [{}], ['x'], [[{}]], [[null, 7]]])(
    'is not made of %j',
    (list) => {
      expect(parse(list)).toBeNull();
      expect(parse([])).toEqual([]);
    },
  );

  test('shows no value that is nested deeper than its readers can go', () => {
    const nested = (depth: number) => JSON.parse('['.repeat(depth) + ']'.repeat(depth));
    const values = parse([
      { name: 'deep', value: nested(20_000) },
      { name: 'flat', value: nested(100) },
    ]);
    expect(values?.map(({ value }) => value)).toEqual([null, '['.repeat(100) + ']'.repeat(100)]);
  });

  test('holds no secret of the connection', () => {
    expect(
      parse([
        { name: 'a', value: 'Bearer the-secret' },
        { name: 'b', value: ['the-secret'] },
        { name: 'the-secret', type: 'X the-secret' },
      ]),
    ).toEqual([
      { name: 'a', type: 'TEXT', value: 'Bearer …' },
      { name: 'b', type: 'TEXT', value: '["…"]' },
      { name: '…', type: 'X …', value: null },
    ]);
  });
});
