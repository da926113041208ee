import { describe, expect, test } from '@jest/globals';
import { parseJsonObject } from '../../../src/omniscope/http/json-object.ts';

describe('a JSON object', () => {
  test('is parsed with numbers as they are written (n8n 26925)', () => {
    expect(parseJsonObject('{"a":7615917337495251231,"b":1.5}')).toEqual({
      a: '7615917337495251231',
      b: 1.5,
    });
  });

  test.each(['[1]', '"a"', '1', 'null', '', '{"a":1', '{"a":1}}', '{"a\\":1}'])(
    'is not found in %j',
    (text) => {
      expect(parseJsonObject(text)).toBeUndefined();
    },
  );

  test('may hold half a million values, commas and brackets in strings not counted', () => {
    const text = JSON.stringify({ list: Array(400_000).fill(0), text: '{[,"\\'.repeat(200_000) });
    expect(parseJsonObject(text)).toMatchObject({ text: expect.stringMatching(/^\{\[,"\\/) });
  });

  test.each([
    ['empty objects', `{"a":[${'{},'.repeat(600_000)}0]}`],
    ['nested lists', `{"a":${'['.repeat(600_000)}${']'.repeat(600_000)}}`],
    ['keys', `{${Array.from({ length: 500_001 }, (_, index) => `"${index}":0`)}}`],
  ])('is not parsed where it holds more: %s', (_, text) => {
    expect(parseJsonObject(text)).toBeUndefined();
  });
});
