import { expect, test } from '@jest/globals';
import { truncate } from '../../src/omniscope/truncate.ts';

test.each([
  ['abcde', 'abcde'],
  ['abcdef', 'abcd…'],
  ['abc def', 'abc…'],
])('keeps to the limit: %j', (text, expected) => {
  expect(truncate(text, 5)).toBe(expected);
});

test('never cuts a character in two', () => {
  expect(truncate('abc📈def', 5)).toBe('abc…');
  expect(truncate('ab📈def', 5)).toBe('ab📈…');
});
