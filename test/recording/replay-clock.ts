import type { Clock } from '../../src/omniscope/clock.ts';

/**
 * A clock for replays: what is waited out (the time between two looks at a job) takes none, and what
 * can be cut short (the limit of a request) never comes, since a recorded answer is there at once.
 */
export function replayClock(start: number): Clock {
  let now = start;
  return {
    now: () => now,
    sleep(ms, signal) {
      if (signal === undefined) {
        now += Math.max(0, ms);
        return Promise.resolve();
      }
      if (signal.aborted) return Promise.resolve();
      return new Promise((resolve) => {
        signal.addEventListener('abort', () => resolve(), { once: true });
      });
    },
  };
}
