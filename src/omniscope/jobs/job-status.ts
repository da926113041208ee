import * as z from 'zod/mini';
import type { ApiFailure, ResponseBody } from '../http/response-body.ts';
import type { Sanitizer } from '../http/sanitize-message.ts';
import { lazy } from '../lazy.ts';

export type JobPhase = 'running' | 'succeeded' | 'failed' | 'cancelled';

/** What the server says of a job: its phase is computed here, once, for everything that follows. */
export interface JobStatus {
  /** The job state as the server gives it, 200 characters at most. */
  state: string;
  phase: JobPhase;
  /** As the server gives it; its unit is not documented. */
  executionTime: number | string | null;
  error: ApiFailure | null;
}

/** Ours, for a job that the server no longer knows: finished, but neither success nor failure. */
export const UNKNOWN_STATE = 'UNKNOWN';

/**
 * Documented: RUNNING, COMPLETED, FAILED, CANCELLED. In code that Visokio ships: FINISHED, a success, and
 * ERROR, a failure (docs/server-facts.md, "further job states").
 */
const FINAL_PHASES: ReadonlyMap<string, JobPhase> = new Map([
  ['COMPLETED', 'succeeded'],
  ['FINISHED', 'succeeded'],
  ['FAILED', 'failed'],
  ['ERROR', 'failed'],
  ['CANCELLED', 'cancelled'],
]);

/** A state that is not known is not final and never a success, as QUEUED and BLOCKED are not. */
export function phaseOf(state: string): JobPhase {
  return FINAL_PHASES.get(state) ?? 'running';
}

const statusSchema = lazy(() =>
  z.object({
    jobState: z.string(),
    executionTime: z.optional(z.unknown()),
  }),
);

/**
 * Reads a job's status from a response body; null where it has none.
 *
 * @param sanitizer knows the secrets of the connection
 */
export function parseJobStatus(
  { json, failure }: ResponseBody,
  sanitizer: Sanitizer,
): JobStatus | null {
  const { success, data } = statusSchema().safeParse(json);
  if (!success) return null;
  const { jobState, executionTime } = data;
  const state = sanitizer.id(jobState);
  if (state === '') return null;
  return {
    state,
    phase: phaseOf(state),
    executionTime: parseExecutionTime(executionTime, sanitizer),
    error: failure,
  };
}

/** The state is what counts: an execution time in an unknown form is passed over. */
function parseExecutionTime(value: unknown, sanitizer: Sanitizer): JobStatus['executionTime'] {
  if (typeof value === 'string') return sanitizer.id(value);
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}
