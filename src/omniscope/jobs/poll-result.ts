import { OmniscopeError } from '../errors.ts';
import type { Job } from './job.ts';
import type { JobStatus } from './job-status.ts';

/** What is known of a job after a poll, or after polling it for a while: the same up to a step's result. */
export type PollResult =
  | { kind: 'status'; status: JobStatus }
  /**
   * The server does not know the job, by what it said: JOB_NOT_FOUND; another failure that it names, of the
   * project perhaps; or a bare status, which may as well be a proxy's.
   */
  | { kind: 'not-found'; evidence: 'job-not-found' | 'failure' | 'bare-status' }
  /** Nothing that says anything of the job: poll again, after `retryAfterMs` where the server asked so. */
  | { kind: 'no-status'; error: OmniscopeError; retryAfterMs: number };

export function noStatus(error: OmniscopeError, retryAfterMs = 0): PollResult {
  return { kind: 'no-status', error, retryAfterMs };
}

export function statusForbidden(job: Job): OmniscopeError {
  return new OmniscopeError('job-status-forbidden', {
    job: job.id,
    permission: 'Workflow Execution via APIs',
  });
}

/** Whether the server has said how the job ended. */
export function isFinished(result: PollResult): boolean {
  return result.kind === 'status' && result.status.phase !== 'running';
}
