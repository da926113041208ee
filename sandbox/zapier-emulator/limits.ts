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
  // Fact (docs): 30 s for every method.
  performMs: 30_000,
  // Unknown. One is what a working server needs; more are what a step may meet whose tokens live briefly.
  refreshes: 3,
  // Unknown. Enough for a day of waiting at the longest delay that is of use.
  throttles: 1000,
  // Unknown for a delay that is not given: 429 with a date, or without Retry-After.
  throttleDelayMs: (seconds) => (seconds ?? 60) * 1000,
};
