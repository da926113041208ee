/** A clock that stands still until a test advances it. */
import type { Clock } from '../../../sandbox/clock.ts';

interface Sleeper {
  readonly wakesAt: number;
  readonly wake: () => void;
}

export interface ManualClock extends Clock {
  /** Advances the time; sleepers are woken in order, each at its own time. */
  advance(ms: number): Promise<void>;
}

export function createManualClock(start = Date.UTC(2026, 10, 1)): ManualClock {
  let now = start;
  let sleepers: Sleeper[] = [];
  const after = (ms: number, wake: () => void) => {
    const sleeper = { wakesAt: now + ms, wake };
    sleepers.push(sleeper);
    return () => {
      sleepers = sleepers.filter((each) => each !== sleeper);
    };
  };
  return {
    now: () => now,
    sleep: (ms) => new Promise((wake) => void after(ms, wake)),
    after,
    async advance(ms) {
      const until = now + ms;
      for (;;) {
        const [next] = sleepers
          .filter(({ wakesAt }) => wakesAt <= until)
          .sort((a, b) => a.wakesAt - b.wakesAt);
        if (next === undefined) break;
        sleepers = sleepers.filter((each) => each !== next);
        now = next.wakesAt;
        next.wake();
        // What the woken one does next, including to sleep again, comes before the next one wakes.
        await new Promise((resolve) => setImmediate(resolve));
      }
      now = until;
    },
  };
}
