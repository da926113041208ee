/** Time as it is passed in, so that a simulation can run on time of its own. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  sleep(ms: number): Promise<void>;
}

/**
 * The real time. A sleep does not keep the process alive, because a listening server does: the
 * sandbox ends when it is closed, not when its longest job would have ended.
 */
export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (ms) => new Promise((resolve) => void setTimeout(resolve, ms).unref()),
};
