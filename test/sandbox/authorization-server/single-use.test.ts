import { describe, expect, test } from '@jest/globals';
import { createSingleUse } from '../../../sandbox/authorization-server/single-use.ts';

describe('what may be used once', () => {
  test('is forgotten after its time, even if nobody ever asks for it', () => {
    const codes = createSingleUse<number>(() => 60);
    for (let now = 0; now < 1_000; now += 1) codes.put(`code ${now}`, now, now);
    expect(codes.size).toBeLessThanOrEqual(60);
    expect(codes.take('code 999', 1_000)).toBe(999);
  });
});
