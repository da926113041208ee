import { describe, expect, test } from '@jest/globals';
import { createSingleUse } from '../../../sandbox/authorization-server/single-use.ts';

describe('a single-use value', () => {
  test('is removed after its lifetime, even if it is never used', () => {
    const codes = createSingleUse<number>(() => 60);
    for (let now = 0; now < 1_000; now += 1) codes.put(`code ${now}`, now, now);
    expect(codes.size).toBeLessThanOrEqual(60);
    expect(codes.take('code 999', 1_000)).toBe(999);
  });
});
