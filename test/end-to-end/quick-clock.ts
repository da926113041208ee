import { setTimeout as delay } from 'node:timers/promises';
import type { Clock } from '../../src/omniscope/clock.ts';

/**
 * A clock that runs `speed` times as fast as the world, from now on: half a minute of waiting takes
 * half a second. A sleep that can be cut short is a limit, not a wait, and limits stay what they are:
 * a machine that computes does not compute faster.
 */
export function quickClock(speed: number): Clock {
  const origin = Date.now();
  const sleep = async (ms: number, signal?: AbortSignal) => {
    const real = Math.min(signal === undefined ? ms / speed : ms, LONGEST_TIMER_MS);
    await delay(real, undefined, { signal }).catch(() => undefined);
  };
  return { now: () => origin + (Date.now() - origin) * speed, sleep };
}

/** Node's timers take no more; a longer sleep outlasts any test. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;
