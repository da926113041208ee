import { expect, test } from '@jest/globals';
import { shorten } from '../../src/omniscope/shorten.ts';

test.each([
  ['abcde', 'abcde'],
  ['abcdef', 'abcd…'],
  ['abc def', 'abc…'],
])('keeps to the limit: %j', (text, expected) => {
  expect(shorten(text, 5)).toBe(expected);
});

test('never cuts a character in two', () => {
  expect(shorten('abc📈def', 5)).toBe('abc…');
  expect(shorten('ab📈def', 5)).toBe('ab📈…');
});
