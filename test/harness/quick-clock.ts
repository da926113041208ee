import { type Clock, systemClock } from '../../src/omniscope/clock.ts';

/**
 * A clock that runs `speed` times as fast as the world, from now on: half a minute of waiting takes
 * half a second. What comes after a time is a limit, not a wait, and limits stay what they are: a
 * machine that computes does not compute faster.
 */
export function quickClock(speed: number): Clock {
  const origin = Date.now();
  return {
    now: () => origin + (Date.now() - origin) * speed,
    sleep: (ms) => systemClock.sleep(timerOf(ms / speed)),
    after: (ms, action) => systemClock.after(timerOf(ms), action),
  };
}

/** Node's timers take no more; a longer sleep outlasts any test. */
const timerOf = (ms: number) => Math.min(ms, 2 ** 31 - 1);
