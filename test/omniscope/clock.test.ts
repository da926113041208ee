import { describe, expect, test } from '@jest/globals';
import { systemClock } from '../../src/omniscope/clock.ts';

const HOUR_MS = 3_600_000;

test('a sleep takes its time', async () => {
  const begun = performance.now();
  await systemClock.sleep(20);
  expect(performance.now() - begun).toBeGreaterThanOrEqual(19);
});

describe('what comes after a time', () => {
  test('is done then', async () => {
    const begun = performance.now();
    await new Promise<void>((resolve) => systemClock.after(20, resolve));
    expect(performance.now() - begun).toBeGreaterThanOrEqual(19);
  });

  test('leaves no timer behind that would keep the process alive, once it is called off', () => {
    const timers = () =>
      process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;
    const before = timers();
    const cancelTimer = systemClock.after(HOUR_MS, () => {});
    expect(timers()).toBe(before + 1);
    cancelTimer();
    expect(timers()).toBe(before);
  });
});
