import type { ErrorDetails } from '../../omniscope/errors.ts';

/** What only a step of a Zap can run into, with what is known of it. */
interface StepErrorDetails {
  'token-expired': Record<never, never>;
  'refresh-rejected': ErrorDetails['token-rejected'];
  'refresh-failed': { host: string; found: 'busy' | 'failed' | 'silent' | 'foreign' | 'refused' };
  'project-busy-halt': { project: string };
  'job-failed': { job: string; project: string; projectUrl: string; serverMessage: string | null };
  'job-cancelled': { job: string; project: string };
  'called-back-early': { job: string };
  'outcome-unknown': { job: string };
  'waiting-for-job': { job: string; seconds: number; isReported: boolean };
  'wait-timeout': { job: string; minutes: number };
  'wait-start-unknown': { job: string };
  'cache-unavailable': { purpose: 'start' | 'resume' | 'trigger' };
  'too-many-parameters': { count: number };
  'copy-not-kept': Record<never, never>;
  unexpected: Record<never, never>;
}

/**
 * Every way in which a step ends without a result: the client's errors and the step's own. The catalog
 * has the message of each, and what Zapier does about it.
 */
export interface AppErrorDetails extends ErrorDetails, StepErrorDetails {}

export type AppErrorCode = keyof AppErrorDetails;
type StepErrorCode = keyof StepErrorDetails;

/** An error of a step; `withErrorHandling` turns it into the platform's, as the catalog says. */
export class StepError<Code extends StepErrorCode = StepErrorCode> extends Error {
  readonly code: Code;
  readonly details: StepErrorDetails[Code];

  constructor(code: Code, details: StepErrorDetails[Code]) {
    super(code);
    this.name = 'StepError';
    this.code = code;
    this.details = details;
  }
}
