/**
 * The first poll of a job that has just been started: soon enough to see a job that takes no time at
 * all within 0.3 s, the way there and back included.
 */
export const FIRST_POLL_MS = 200;

const YOUNG_MS = 30_000;

/**
 * Milliseconds from one poll of a job to the next, by the job's age in milliseconds.
 *
 * It serves two promises. A job's end is seen at most 0.3 s + 15 % of its time late: the interval
 * stays below that at every age, with 60 ms to spare for the request itself. And a server is asked no
 * more often than once a second plus eight times: from 0.24 s the interval grows by 14.5 % of the
 * age until it is 0.975 s at the age of 5 s, which costs six polls more than one a second would
 * and leaves two for finding out where a server reports a job's state; it stays there while a step
 * waits, since a second's lag is what a person notices least for the price. A job older than a step
 * can wait for (30 s) is polled every tenth of its age: every three seconds at first, every six
 * minutes after an hour.
 */
export function pollInterval(age: number): number {
  if (age >= YOUNG_MS) return age / 10;
  return Math.min(240 + Math.max(0, age) * 0.145, 975);
}
