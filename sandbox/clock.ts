/** Time is passed in everywhere, so that a virtual clock makes hours of waiting take milliseconds. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Resolves after `ms` milliseconds. */
  sleep(ms: number): Promise<void>;
  /** Calls `action` after `ms` milliseconds, unless the returned function cancels it. */
  after(ms: number, action: () => void): () => void;
}

/** The machine's own time. */
export const realClock: Clock = clockBy((action, ms) => setTimeout(action, ms));

/**
 * The same for what only serves: it does not keep the process alive, because a listening server does.
 * The sandbox ends when it is closed, not when its longest job would have ended.
 */
export const servingClock: Clock = clockBy((action, ms) => setTimeout(action, ms).unref());

function clockBy(start: (action: () => void, ms: number) => NodeJS.Timeout): Clock {
  return {
    now: () => Date.now(),
    sleep: (ms) => new Promise((resolve) => void start(resolve, ms)),
    after(ms, action) {
      const timer = start(action, ms);
      return () => clearTimeout(timer);
    },
  };
}
