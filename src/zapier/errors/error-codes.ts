import type { ErrorDetails } from '../../omniscope/errors.ts';

/**
 * Every case in which a step ends without a result: the client's problems, and what only a Zap can
 * run into. `table.ts` has the words of each and what Zapier does about it.
 */
export interface AppErrorDetails extends ErrorDetails {
  'token-expired': Record<never, never>;
  'refresh-rejected': ErrorDetails['token-rejected'];
  'refresh-failed': { host: string; found: 'busy' | 'failed' | 'silent' | 'foreign' };
  'project-busy-halt': { project: string };
  'job-failed': { project: string; serverMessage: string | null };
  'job-cancelled': { project: string };
  'outcome-unknown': { job: string };
  'waiting-for-job': { job: string; seconds: number };
  'wait-timeout': { job: string; minutes: number };
  'wait-start-unknown': { job: string };
  'cache-unavailable': { effect: 'start' | 'trigger' };
  'keep-project-needed': Record<never, never>;
  'parameter-not-text': { parameter: string };
  unexpected: Record<never, never>;
}

export type AppErrorCode = keyof AppErrorDetails;
