import { describe, expect, test } from '@jest/globals';
import { isLinear } from '../../bench/result.ts';
import { coldStartLimit } from '../../bench/rows/cold-start.ts';
import { allowedLag, allowedPolls, fixedPolling } from '../../bench/rows/lag.ts';
import { limitOf } from '../../bench/rows/thousand-runs.ts';

describe('a thousand runs at once', () => {
  test('are out of reach where little is left for the app itself to save, and name the figures', () => {
    const { limit } = limitOf(0.76, 0.8);
    expect(limit).toMatch(/^short by 0\.14: /);
    expect(limit).toContain('make 0.80');
    expect(limit).toContain('makes 0.95');
  });

  test.each([
    ['the target is reached', 0.9, 0.95],
    ['the app itself takes more than a tenth', 0.7, 0.8],
    ['the bound is one that the app exceeds', 0.75, 0.63],
  ])('are not out of reach where %s', (_, ratio, bound) => {
    expect(limitOf(ratio, bound)).toEqual({});
  });
});

test.each([
  ['over by 0.010, of which the app itself is 0.005', 1.04, 1.035, 'over by 0.010'],
  ['a target that is reached', 1.03, 1.02, undefined],
  ['an app that adds much itself', 1.06, 1.02, undefined],
  ['a bound that the app stays below', 1.049, 1.068, undefined],
])('the limit of a cold start, for %s', (_, ratio, bound, words) => {
  const { limit } = coldStartLimit(ratio, bound);
  expect(limit?.slice(0, 13)).toBe(words);
});

describe('growth', () => {
  const costs = (of: (size: number) => number) =>
    [1, 10, 100, 1_000, 10_000].map((size) => ({ size, cost: of(size) }));

  test.each<[string, (size: number) => number, boolean]>([
    ['the same for every size', () => 7, true],
    ['a fixed part and one in proportion', (size) => 5 + size / 100, true],
    ['in proportion', (size) => size, true],
    ['by the square', (size) => size ** 2, false],
    ['by the square, above a fixed part', (size) => 5 + size ** 2, false],
  ])('is judged by each step up: %s', (_, of, expected) => {
    expect(isLinear(costs(of))).toBe(expected);
  });
});

describe('polling at a fixed interval', () => {
  test.each([
    [1, 0.3, 0.7, 1],
    [5, 5, 0, 1],
    [2, 4.5, 1.5, 3],
  ])(
    'of %d s sees the end of a job of %d s after %d s and %d polls',
    (interval, time, lag, polls) => {
      const sight = fixedPolling(interval)(time);
      expect(sight.lag).toBeCloseTo(lag);
      expect(sight.polls).toBe(polls);
    },
  );
});

test('what is allowed grows with the job: 0.3 s + 15 %, and one poll a second + 8', () => {
  expect(allowedLag(10)).toBeCloseTo(1.8);
  expect(allowedPolls(9.1)).toBe(18);
});
