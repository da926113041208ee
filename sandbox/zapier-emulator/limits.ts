/** The platform's numbers, each of which a test may want otherwise. */

export interface PlatformLimits {
  /** Milliseconds after which a method is killed. */
  readonly performMs: number;
  /** How often one step is refreshed before the user is asked to connect again. */
  readonly refreshes: number;
  /** How often one step comes again after a ThrottledError. */
  readonly throttles: number;
  /** Milliseconds to wait for a ThrottledError's delay in seconds, which may be null. */
  readonly throttleDelayMs: (seconds: number | null) => number;
}

export const defaultLimits: PlatformLimits = {
  // Documented: 30 s for every method.
  performMs: 30_000,
  // Assumption: a working server needs one; short-lived tokens may need more.
  refreshes: 3,
  // Assumption: enough for a day of waiting with long delays.
  throttles: 1000,
  // Assumption, where no delay is given (a 429 with a date, or without Retry-After): a minute.
  throttleDelayMs: (seconds) => (seconds ?? 60) * 1000,
};
