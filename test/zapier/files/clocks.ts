/** Clocks that show what an implementation does with its timers. */
import { realClock } from '../../../sandbox/clock.ts';
import type { Clock } from '../../../src/omniscope/clock.ts';

/** Its timers never fire: what ends all the same was not ended by a deadline. */
export const neverEnding: Clock = { ...realClock, after: () => () => {} };

/** Its timers fire all at once when they are told to: a limit that no busy machine comes to too early. */
export function clockByHand(): { clock: Clock; fire: () => void } {
  const due = new Set<() => void>();
  const clock: Clock = {
    ...realClock,
    after(_, action) {
      due.add(action);
      return () => due.delete(action);
    },
  };
  return {
    clock,
    fire: () => {
      for (const action of [...due]) action();
    },
  };
}

/** Counts the timers that have neither fired nor been cancelled. */
export function countingClock(): { clock: Clock; pending: () => number } {
  const timers = new Set<object>();
  const clock: Clock = {
    ...realClock,
    after(ms, action) {
      const timer = {};
      timers.add(timer);
      const cancel = realClock.after(ms, () => {
        timers.delete(timer);
        action();
      });
      return () => {
        timers.delete(timer);
        cancel();
      };
    },
  };
  return { clock, pending: () => timers.size };
}

/**
 * Time as a busy process sees it: timers fire only every so many milliseconds, and of those that are due
 * together the one that was set last fires first.
 */
export function coarseClock(gridMs: number): Clock {
  const due = new Map<number, Set<() => void>>();
  return {
    ...realClock,
    after(ms, action) {
      const time = Math.ceil((realClock.now() + ms) / gridMs) * gridMs;
      const known = due.get(time);
      const actions = known ?? new Set();
      due.set(time, actions);
      actions.add(action);
      if (known === undefined) {
        realClock.after(time - realClock.now(), () => {
          for (const each of [...actions].reverse()) if (actions.has(each)) each();
        });
      }
      return () => void actions.delete(action);
    },
  };
}
