import { describe, expect, test } from '@jest/globals';
import { systemClock } from '../../src/omniscope/clock.ts';

const HOUR_MS = 3_600_000;

describe('a sleep', () => {
  test('takes its time', async () => {
    const begun = performance.now();
    await systemClock.sleep(20);
    expect(performance.now() - begun).toBeGreaterThanOrEqual(19);
  });

  test('ends at once when it is cut short, or was before it began', async () => {
    const cut = new AbortController();
    const sleep = systemClock.sleep(HOUR_MS, cut.signal);
    cut.abort();
    await expect(sleep).resolves.toBeUndefined();
    await expect(systemClock.sleep(HOUR_MS, cut.signal)).resolves.toBeUndefined();
  });

  test('leaves no timer behind that would keep the process alive', async () => {
    const timers = () =>
      process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;
    const before = timers();
    const cut = new AbortController();
    const sleep = systemClock.sleep(HOUR_MS, cut.signal);
    expect(timers()).toBe(before + 1);
    cut.abort();
    await sleep;
    expect(timers()).toBe(before);
  });
});
