import { describe, expect, test } from '@jest/globals';
import { createVirtualClock } from '../../../sandbox/zapier-emulator/virtual-clock.ts';
import { parseRetryAfter } from '../../../src/omniscope/http/retry-after.ts';

describe('Retry-After', () => {
  const clock = createVirtualClock(Date.UTC(2026, 0, 1, 12, 0, 0, 500));
  test.each([
    ['7', 7],
    [' 0 ', 0],
    ['Thu, 01 Jan 2026 12:01:00 GMT', 60],
    ['Thu, 01 Jan 2026 11:00:00 GMT', 0],
    ['soon', null],
    ['-5', null],
    ['', null],
  ])('is read from either of its forms: %j', (value, seconds) => {
    expect(parseRetryAfter(clock, { status: 429, header: () => value })).toBe(seconds);
  });

  test('may be missing', () => {
    expect(parseRetryAfter(clock, { status: 429, header: () => null })).toBeNull();
  });
});
