import { expect, test } from '@jest/globals';
import { FIRST_POLL_MS, pollInterval } from '../../../src/omniscope/jobs/poll-schedule.ts';

/** Ages at which a job is polled. */
function polls(until: number): number[] {
  const ages: number[] = [];
  for (let age = FIRST_POLL_MS; age <= until; age += pollInterval(age)) ages.push(age);
  return ages;
}

test('a job is polled within half a second for the first time', () => {
  expect(FIRST_POLL_MS).toBeLessThan(500);
});

test('sees an end at most 0.3 s and 15 % of the time late, at every age', () => {
  const ages = polls(24 * 60 * 60 * 1000);
  for (const [index, age] of ages.entries()) {
    // The worst end is the one right after the poll before.
    const end = index === 0 ? 0 : (ages[index - 1] ?? 0);
    expect(age - end).toBeLessThanOrEqual(300 + 0.15 * end);
  }
});

test('asks no more often than once a second and eight times', () => {
  for (const [index, age] of polls(60_000).entries()) {
    expect(index + 1).toBeLessThanOrEqual(age / 1000 + 8);
  }
});

test('never asks again at once, and less and less often', () => {
  const ages = [-1_000, 0, 70, 8_000, 29_999, 30_000, 3_600_000];
  const intervals = ages.map(pollInterval);
  expect(intervals).toEqual([240, 240, 250.15, 975, 975, 3_000, 360_000]);
});
