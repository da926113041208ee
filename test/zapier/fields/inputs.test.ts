import { describe, expect, test } from '@jest/globals';
import { parseProjectPath } from '../../../src/omniscope/project-path.ts';
import {
  choice,
  flag,
  instant,
  names,
  optionalText,
  otherPath,
  parameterName,
  parameterNames,
  requiredText,
  wholeNumber,
} from '../../../src/zapier/fields/inputs.ts';
import { problemOf, server } from '../../omniscope/scene.ts';

const BLANKS = [undefined, null, '', ' \n '];
/** Refused by the label that the user sees. */
const refusal = async (read: () => unknown) => {
  const refused = { kind: 'input-refused', field: 'Label', expected: expect.any(String) };
  expect(await problemOf(read)).toEqual(refused);
};

describe.each(BLANKS)('a blank input (%j)', (blank) => {
  test('is missing, nothing, or the default', async () => {
    await refusal(() => requiredText(blank, 'Label'));
    expect(optionalText(blank, 'Label')).toBeNull();
    expect(flag(blank, 'Label', true)).toBe(true);
    expect(flag(blank, 'Label', false)).toBe(false);
    expect(choice(blank, 'Label', ['first', 'second'])).toBe('first');
    expect(names(blank, 'Label')).toEqual([]);
    expect(parameterName(blank, 'Label')).toBeNull();
    expect(parameterNames([blank], 'Label')).toEqual([]);
    expect(wholeNumber(blank, 'Label', { min: 1, max: 9, byDefault: 5 })).toBe(5);
    expect(instant(blank, 'Label')).toBeNull();
  });
});

describe('text', () => {
  test('is trimmed, and may be a number that was mapped', () => {
    expect(requiredText(' a b ', 'Label')).toBe('a b');
    expect(optionalText(12, 'Label')).toBe('12');
  });

  test.each([[['a']], [{ a: 1 }], [true]])('is nothing else: %j', async (value) => {
    await refusal(() => requiredText(value, 'Label'));
    await refusal(() => optionalText(value, 'Label'));
  });

  test('is no longer than a server takes it', async () => {
    expect(requiredText('x'.repeat(10), 'Label', 10)).toHaveLength(10);
    await refusal(() => requiredText('x'.repeat(11), 'Label', 10));
    await refusal(() => names(['x'.repeat(1_001)], 'Label'));
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
  expect(flag(value, 'Label', !expected)).toBe(expected);
});

test.each(['maybe', 2, {}, ['true', 'false']])('neither yes nor no: %j', async (value) => {
  await refusal(() => flag(value, 'Label', true));
});

test('a choice is one of those that there are', async () => {
  expect(choice('second', 'Label', ['first', 'second'])).toBe('second');
  await refusal(() => choice('Second', 'Label', ['first', 'second']));
  await refusal(() => choice(['first'], 'Label', ['first', 'second']));
});

describe('names', () => {
  test('are a list without blanks, or a single text', () => {
    expect(names([' a ', '', null, 'b', 3], 'Label')).toEqual(['a', 'b', '3']);
    expect(names('a', 'Label')).toEqual(['a']);
  });

  test('of parameters keep the spaces that may be part of them', () => {
    expect(parameterNames([' a ', ' '], 'Label')).toEqual([' a ']);
    expect(parameterName(' a ', 'Label')).toBe(' a ');
  });

  test('are no lists of lists', async () => {
    await refusal(() => names([['a']], 'Label'));
    await refusal(() => parameterNames([{ name: 'a' }], 'Label'));
  });
});

describe('a whole number', () => {
  const read = (value: unknown) => wholeNumber(value, 'Label', { min: 1, max: 60, byDefault: 5 });
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
    expect(instant('2026-01-31T09:00:00.000Z', 'Label')).toBe(Date.UTC(2026, 0, 31, 9));
    expect(instant('2026-01-31T10:00:00+01:00', 'Label')).toBe(Date.UTC(2026, 0, 31, 9));
    expect(instant('2026-01-31', 'Label')).toBe(Date.UTC(2026, 0, 31));
  });

  test.each(['soon', '5', '31/01/2026', '2026-13-40', 1769850000, {}])(
    'is nothing else: %j',
    async (value) => {
      await refusal(() => instant(value, 'Label'));
    },
  );
});

test('a path beside the project is refused by its own label', async () => {
  const climbing = () => parseProjectPath('../x', server);
  await refusal(() => otherPath('Label', 'another one', climbing));
  expect(otherPath('Label', 'another one', () => 'x')).toBe('x');
});
