import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { ParameterValue } from '../../src/omniscope/parameters.ts';
import { isSameValue } from '../../src/omniscope/same-value.ts';

describe('isSameValue', () => {
  test.each<[ParameterValue, ParameterValue]>([
    [2026, '2026'],
    [0.5, '0.50'],
    ['1e3', 1000],
    ['7615917337495251231', '7615917337495251231.0'],
    [true, 'true'],
    [false, 'FALSE'],
    ['yes', true],
    ['true', 'True'],
    ['', null],
    ['a\r\nb', 'a\nb'],
    ['2026-10-31', '2026-10-31T00:00:00'],
    ['2026-10-31', '2026-10-31 00:00'],
    ['2026-10-31', '2026-10-31T00:00:00.000Z'],
    ['2026-10-31', '2026-10-31T00:00:00+02:00'],
    ['2026-10-31', '2026-10-30T22:00:00Z'],
    ['2026-10-31', '2026-10-31T05:00:00Z'],
    ['2026-10-31', '2026-10-31T00:00+02:00[Europe/Berlin]'],
    ['2026-10-31T09:00:00', '2026-10-31T09:00'],
    ['2026-10-31T09:00:00', '2026-10-31T09:00:00.000+01:00'],
    ['2026-10-31T09:00:00+01:00', '2026-10-31T08:00:00Z'],
    // zapier-platform-cli 132: the same value with its keys in another order.
    ['{"a":1,"b":2}', '{ "b": 2, "a": 1 }'],
    ['["x", {"y": [1]}]', '["x",{"y":[1]}]'],
  ])('%j and %j are the same value', (sent, read) => {
    expect([isSameValue(sent, read), isSameValue(read, sent)]).toEqual([true, true]);
  });

  test.each<[ParameterValue, ParameterValue]>([
    [2026, 2025],
    ['7615917337495251231', '7615917337495251232'],
    [0, null],
    [false, ''],
    [true, 'maybe'],
    ['yes', 'on'],
    ['1', 'true'],
    ['North', 'north'],
    ['a', 'a '],
    ['2026-10-31', '2026-10-31T09:00:00'],
    ['2026-10-31', '2026-11-01'],
    ['2026-10-31', '2026-10-29T22:00:00Z'],
    ['2026-10-31', '2026-10-31T05:10:00Z'],
    ['2026-10-31T09:00:00', '2026-10-31T10:00:00Z'],
    ['2026-99-99', '2026-99-99T10:00:00Z'],
    ['{"a":1}', '{"a":1,"b":2}'],
    ['{"0":1}', '[1]'],
    ['[1,2]', '[2,1]'],
    ['{"a":1', '{"a": 1'],
  ])('%j and %j are different values', (sent, read) => {
    expect([isSameValue(sent, read), isSameValue(read, sent)]).toEqual([false, false]);
  });

  test('every value is the same as itself and as its text', () => {
    const value = fc.oneof(fc.string(), fc.double({ noNaN: true }), fc.boolean(), fc.json());
    fc.assert(
      fc.property(value, (each) => {
        expect([isSameValue(each, each), isSameValue(each, String(each))]).toEqual([true, true]);
      }),
    );
  });

  test('JSON nested 20 000 levels deep is compared as text', () => {
    const deep = (inner: string) => '['.repeat(20_000) + inner + ']'.repeat(20_000);
    expect(isSameValue(deep('1'), deep('1'))).toBe(true);
    expect(isSameValue(deep('1'), deep(' 1'))).toBe(false);
  });
});
