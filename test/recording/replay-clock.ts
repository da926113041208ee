import type { Clock } from '../../src/omniscope/clock.ts';

/**
 * A clock for replays: what is waited out (the time between two looks at a job) takes none, and what
 * comes after a time (the limit of a request) never does, since a recorded answer is there at once.
 */
export function replayClock(start: number): Clock {
  let now = start;
  return {
    now: () => now,
    sleep(ms) {
      now += Math.max(0, ms);
      return Promise.resolve();
    },
    after: () => () => {},
  };
}
