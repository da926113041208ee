/**
 * Zapier kills a step after 30 s, and the user reads that it may or may not have completed. So no
 * status check begins later than this after the step's start: late enough to see a job of 25 s end.
 */
const POLL_DEADLINE_MS = 27_000;
/** Every request has ended by then, which leaves time for a start record and for the result. */
const DEADLINE_MS = 28_500;
/** And whatever is written down at the end is written by then, or left. */
const CACHE_DEADLINE_MS = 29_300;

/** Epoch milliseconds after which a step that began at `now` has no request under way. */
export function stepDeadline(now: number): number {
  return now + DEADLINE_MS;
}

/** Epoch milliseconds of the last status check in a step with this deadline. */
export function pollDeadline(deadline: number): number {
  return deadline - (DEADLINE_MS - POLL_DEADLINE_MS);
}

/** Epoch milliseconds by which a step with this deadline has saved its records. */
export function cacheDeadline(deadline: number): number {
  return deadline + (CACHE_DEADLINE_MS - DEADLINE_MS);
}
