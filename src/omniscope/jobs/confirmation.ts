/**
 * Confirms what one response alone does not prove: it has to come several times in a row and to last. Another
 * node of the server may have answered (assumption), a proxy may be restarting, and a lambda project is torn
 * down in steps.
 */
export interface Confirmation {
  /** Counts a response that says so, or starts over after one that does not. */
  add(says: boolean, at: number): void;
  /** Whether at least three responses in a row said so, over this many milliseconds. */
  isConfirmed(durationMs: number): boolean;
}

const CONFIRMATIONS = 3;

export function createConfirmation(): Confirmation {
  let count = 0;
  let first = 0;
  let last = 0;
  return {
    add(says, at) {
      if (!says) {
        count = 0;
        return;
      }
      if (count === 0) first = at;
      last = at;
      count += 1;
    },
    isConfirmed: (durationMs) => count >= CONFIRMATIONS && last - first >= durationMs,
  };
}
