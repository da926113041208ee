import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseExactJson } from '../../src/omniscope/exact-json.ts';

describe('parseExactJson', () => {
  // n8n 26925: the first of these arrived as 7615917337495251000.
  test.each([
    '7615917337495251231',
    '-9007199254740993',
    '0.1234567890123456789',
    '1e400',
    '1e-400',
    '1e9999999999',
  ])('keeps %s as the text that it is', (number) => {
    expect(parseExactJson(`{"a":[${number},1]}`)).toEqual({ a: [number, 1] });
  });

  test.each(['0.30000000000000004', '9007199254740991', '1.00000000000000000', '1e3', '-0.5E-7'])(
    'reads %s as a number, since it can be held',
    (number) => {
      expect(parseExactJson(`[${number}]`)).toEqual([Number(number)]);
    },
  );

  test('leaves digits inside strings and keys alone', () => {
    const text = '{"7615917337495251231":"a \\" 7615917337495251231 \\\\","n":7615917337495251231}';
    expect(parseExactJson(text)).toEqual({
      '7615917337495251231': 'a " 7615917337495251231 \\',
      n: '7615917337495251231',
    });
  });

  test.each(['{7615917337495251231:1}', '[07615917337495251231]', '[7615917337495251231.1.2]', ''])(
    'repairs no text that is not JSON: %s',
    (text) => {
      expect(() => parseExactJson(text)).toThrow(SyntaxError);
    },
  );

  test('reads whatever JavaScript writes as JavaScript does', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(parseExactJson(text)).toEqual(JSON.parse(text));
      }),
    );
  });
});
