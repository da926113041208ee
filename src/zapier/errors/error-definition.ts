import type { AppErrorCode, AppErrorDetails } from './error-codes.ts';

/**
 * What Zapier does with each:
 * - Error: the step is errored; the user reads the message and can replay it. Counts towards pausing.
 * - HaltedError: this run stops quietly. Never counts.
 * - ExpiredAuthError: the user is asked to reconnect; runs are held until then.
 * - RefreshAuthError: the connection is refreshed and the step is run again as a whole; the user reads
 *   this only when that fails.
 * - ThrottledError: the step waits and is run again as a whole after a delay.
 */
export type ErrorClass =
  | 'Error'
  | 'HaltedError'
  | 'ExpiredAuthError'
  | 'RefreshAuthError'
  | 'ThrottledError';

/** What happened, to what the platform does about it and what the user reads. */
export interface ErrorDefinition<Details> {
  errorClass: ErrorClass;
  /** One sentence: what happened. */
  message(details: Details): string;
  /** One sentence: what to do. */
  hint(details: Details): string;
  /** Seconds until the step is run again, for ThrottledError. */
  delay?(details: Details): number;
  /** Typical details; the documentation shows the row with them. */
  example: Details;
}

export type ErrorDefinitions<Kind extends AppErrorCode> = {
  readonly [Each in Kind]: ErrorDefinition<AppErrorDetails[Each]>;
};
