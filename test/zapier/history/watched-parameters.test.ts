import { expect, test } from '@jest/globals';
import { watchedParameters } from '../../../src/zapier/history/watched-parameters.ts';

const PARAMETERS = ['a', 'b', ' b', 'c '].map((name) => ({ name, type: 'TEXT', value: name }));

test.each([
  ['all where none are named', [], ['a', 'b', ' b', 'c ']],
  // zapier-platform-cli 552
  ['each once, however often it is named', ['a', 'a'], ['a']],
  ['that of exactly the name before others', ['b'], ['b']],
  ['one that differs by spaces at its ends, which nobody sees', ['c'], ['c ']],
  ['none for a name that is gone', ['d', 'a'], ['a']],
])('a Zap watches %s', (_, names, expected) => {
  expect(watchedParameters(PARAMETERS, names).map(({ name }) => name)).toEqual(expected);
});
