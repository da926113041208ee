/** Job states that are final and mean success. FINISHED: in Visokio's shipped code. */
const SUCCESS: ReadonlySet<string> = new Set(['COMPLETED', 'FINISHED']);
/** Job states that are final and mean failure. ERROR: in Visokio's shipped code. */
const FAILURE: ReadonlySet<string> = new Set(['FAILED', 'ERROR']);
const CANCELLED = 'CANCELLED';

/** Ours, for a job that the server no longer knows: finished, but neither success nor failure. */
export const UNKNOWN_STATE = 'UNKNOWN';

export type JobPhase = 'pending' | 'succeeded' | 'failed' | 'cancelled';

/**
 * What a job state means. A state that nobody has told us of is not final and never a success
 * (RUNNING, QUEUED and BLOCKED are the known ones that are not final).
 */
export function phaseOf(jobState: string): JobPhase {
  if (SUCCESS.has(jobState)) return 'succeeded';
  if (FAILURE.has(jobState)) return 'failed';
  return jobState === CANCELLED ? 'cancelled' : 'pending';
}
