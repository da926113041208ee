import { describe, expect, test } from '@jest/globals';
import { parseProjectPath } from '../../../src/omniscope/paths.ts';
import {
  parseBoolean,
  parseChoice,
  parseInstant,
  parseInteger,
  parseOptionalText,
  parseParameterName,
  parseParameterNames,
  parseRequiredText,
  parseStringList,
  relabelPathError,
} from '../../../src/zapier/fields/parse-inputs.ts';
import { errorOf, server } from '../../omniscope/fixture.ts';

const BLANKS = [undefined, null, '', ' \n '];
/** Refused by the label that the user sees. */
const refusal = async (read: () => unknown) => {
  const refused = { code: 'invalid-input', field: 'Label', expected: expect.any(String) };
  expect(await errorOf(read)).toEqual(refused);
};

describe.each(BLANKS)('a blank input (%j)', (blank) => {
  test('is missing, nothing, or the default', async () => {
    await refusal(() => parseRequiredText(blank, 'Label'));
    expect(parseOptionalText(blank, 'Label')).toBeNull();
    expect(parseBoolean(blank, 'Label', true)).toBe(true);
    expect(parseBoolean(blank, 'Label', false)).toBe(false);
    expect(parseChoice(blank, 'Label', ['first', 'second'])).toBe('first');
    expect(parseStringList(blank, 'Label')).toEqual([]);
    expect(parseParameterName(blank, 'Label')).toBeNull();
    expect(parseParameterNames([blank], 'Label')).toEqual([]);
    expect(parseInteger(blank, 'Label', { min: 1, max: 9, defaultValue: 5 })).toBe(5);
    expect(parseInstant(blank, 'Label')).toBeNull();
  });
});

describe('text', () => {
  test('is trimmed, and may be a number that was mapped', () => {
    expect(parseRequiredText(' a b ', 'Label')).toBe('a b');
    expect(parseOptionalText(12, 'Label')).toBe('12');
  });

  test.each([[['a']], [{ a: 1 }], [true]])('is nothing else: %j', async (value) => {
    await refusal(() => parseRequiredText(value, 'Label'));
    await refusal(() => parseOptionalText(value, 'Label'));
  });

  test('is no longer than a server takes it', async () => {
    expect(parseRequiredText('x'.repeat(10), 'Label', 10)).toHaveLength(10);
    await refusal(() => parseRequiredText('x'.repeat(11), 'Label', 10));
    await refusal(() => parseStringList(['x'.repeat(1_001)], 'Label'));
  });
});

test.each([
  [true, true],
  ['TRUE', true],
  [' yes ', true],
  [1, true],
  [false, false],
  ['no', false],
  ['0', false],
])('yes or no may be written in several ways: %j', (value, expected) => {
  expect(parseBoolean(value, 'Label', !expected)).toBe(expected);
});

test.each(['maybe', 2, {}, ['true', 'false']])('neither yes nor no: %j', async (value) => {
  await refusal(() => parseBoolean(value, 'Label', true));
});

test('a choice is one of those that there are', async () => {
  expect(parseChoice('second', 'Label', ['first', 'second'])).toBe('second');
  await refusal(() => parseChoice('Second', 'Label', ['first', 'second']));
  await refusal(() => parseChoice(['first'], 'Label', ['first', 'second']));
});

describe('names', () => {
  test('are a list without blanks, or a single text', () => {
    expect(parseStringList([' a ', '', null, 'b', 3], 'Label')).toEqual(['a', 'b', '3']);
    expect(parseStringList('a', 'Label')).toEqual(['a']);
  });

  test('of parameters keep the spaces that may be part of them', () => {
    expect(parseParameterNames([' a ', ' '], 'Label')).toEqual([' a ']);
    expect(parseParameterName(' a ', 'Label')).toBe(' a ');
  });

  test('are no lists of lists', async () => {
    await refusal(() => parseStringList([['a']], 'Label'));
    await refusal(() => parseParameterNames([{ name: 'a' }], 'Label'));
  });
});

describe('a whole number', () => {
  const read = (value: unknown) =>
    parseInteger(value, 'Label', { min: 1, max: 60, defaultValue: 5 });
  test.each([1, 60, '7', ' 7 '])('is within its range: %j', (value) => {
    expect(read(value)).toBe(Number(value));
  });

  test.each([0, 61, 1.5, 'seven', '1e', Number.NaN, true, [7, 8]])(
    'is nothing else: %j',
    async (value) => {
      await refusal(() => read(value));
    },
  );
});

describe('a time', () => {
  test('is ISO 8601', () => {
    expect(parseInstant('2026-01-31T09:00:00.000Z', 'Label')).toBe(Date.UTC(2026, 0, 31, 9));
    expect(parseInstant('2026-01-31T10:00:00+01:00', 'Label')).toBe(Date.UTC(2026, 0, 31, 9));
    expect(parseInstant('2026-01-31', 'Label')).toBe(Date.UTC(2026, 0, 31));
  });

  test.each(['soon', '5', '31/01/2026', '2026-13-40', 1769850000, {}])(
    'is nothing else: %j',
    async (value) => {
      await refusal(() => parseInstant(value, 'Label'));
    },
  );
});

test('a path beside the project is refused by its own label', async () => {
  const climbing = () => parseProjectPath('../x', server);
  await refusal(() => relabelPathError('Label', 'another one', climbing));
  expect(relabelPathError('Label', 'another one', () => 'x')).toBe('x');
});
