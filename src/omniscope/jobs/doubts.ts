import { hasCode } from '../errors.ts';
import type { PollResult } from './poll-result.ts';

/**
 * How long JOB_NOT_FOUND, or another failure that the API names, has to last. A wait of hours gives stray
 * responses dozens of chances to come in a row, so a long job takes longer to be given up, which still fits
 * into one perform.
 */
const NAMED_FAILURE_MS = { short: 4_000, long: 18_000 };
const LONG_JOB_MS = 60_000;
/**
 * How long a 404, 405 or 403 without an `errorType` has to last: a proxy that restarts, or has lost its
 * route to the server, says so for some seconds.
 */
const BARE_STATUS_MS = 20_000;

/** Whether a response casts doubt on a job that is polled, and whether that is confirmed. */
export type Doubtfulness = 'none' | 'doubtful' | 'confirmed';

export interface Doubts {
  /**
   * @param at when the poll began (milliseconds)
   * @param age the job's age (milliseconds)
   * @param wasRead whether a state of the job has been read before
   */
  add(result: PollResult, at: number, age: number, wasRead: boolean): Doubtfulness;
}

/**
 * Confirms what one response alone does not prove: that a job, or the permission to read it, is gone.
 * Assumption: another node of the server may have responded (docs/server-facts.md). A proxy may be restarting,
 * and a lambda project is torn down in steps.
 */
export function createDoubts(): Doubts {
  const named = createStreak();
  const notFound = createStreak();
  const forbidden = createStreak();
  return {
    add(result, at, age, wasRead) {
      const evidence = result.kind === 'not-found' ? result.evidence : null;
      named.add(evidence !== null && evidence !== 'bare-status', at);
      notFound.add(evidence !== null, at);
      forbidden.add(wasRead && isForbidden(result), at);
      const namedMs = age > LONG_JOB_MS ? NAMED_FAILURE_MS.long : NAMED_FAILURE_MS.short;
      const isConfirmed =
        named.hasLasted(namedMs) ||
        notFound.hasLasted(BARE_STATUS_MS) ||
        forbidden.hasLasted(BARE_STATUS_MS);
      if (isConfirmed) return 'confirmed';
      return notFound.isOpen() || forbidden.isOpen() ? 'doubtful' : 'none';
    },
  };
}

function isForbidden(result: PollResult): boolean {
  return result.kind === 'no-status' && hasCode(result.error, 'job-status-forbidden');
}

const LEAST_RESPONSES = 3;

/** Responses in a row that say the same. */
function createStreak() {
  let count = 0;
  let first = 0;
  let last = 0;
  return {
    add(says: boolean, at: number) {
      count = says ? count + 1 : 0;
      if (count === 1) first = at;
      last = at;
    },
    isOpen: () => count > 0,
    hasLasted: (durationMs: number) => count >= LEAST_RESPONSES && last - first >= durationMs,
  };
}
