/**
 * The callback URLs that steps were given, and the posts to them. The URL is neither signed nor
 * authenticated: anyone who knows it can resume the step once.
 */
import type { Delivery } from './incoming.ts';
import type { StepOutcome } from './outcome.ts';

/** Assumption: a second post is ignored, as the docs imply. Apps have to be right with both. */
export type SecondPost = 'ignored' | 'resumes';

/** What a step does that waits: run its second half. */
export type Resume = (delivery: Delivery) => Promise<StepOutcome>;

export interface Callbacks {
  /** A URL for one run of a step. Posts that come before the step waits are kept for it. */
  open(): string;
  /** The step waits: from now on a post resumes it. A step may wait again once it was resumed. */
  wait(url: string, resume: Resume): void;
  /** The step runs again from its beginning: a post is kept for it, as it was before it first waited. */
  reopen(url: string): void;
  /** The step ended without waiting: posts are ignored from now on. */
  discard(url: string): void;
  /** A post. Undefined when it resumes nothing. */
  deliver(url: string, delivery: Delivery): Promise<StepOutcome> | undefined;
  /**
   * What becomes of the step when it is resumed; never settles without a post. Where the outcome is
   * `callback`, the step waits again, and the same call gives what becomes of it next.
   */
  resumed(url: string): Promise<StepOutcome>;
}

export interface CallbacksOptions {
  /** Where the platform can be reached, for example `https://localhost:41000`. */
  readonly publicUrl: string;
  readonly secondPost: SecondPost;
  readonly onIgnored: (reason: string) => void;
}

interface WaitingStep {
  resume: Resume | undefined;
  early: Delivery[];
  posts: number;
  resumed: Deferred;
}

export function createCallbacks({ publicUrl, secondPost, onIgnored }: CallbacksOptions): Callbacks {
  const waiting = new Map<string, WaitingStep>();
  let opened = 0;

  function deliver(url: string, delivery: Delivery): Promise<StepOutcome> | undefined {
    const step = waiting.get(url);
    if (step === undefined) return ignore('no step waits for it');
    if (step.resume === undefined) {
      step.early.push(delivery);
      return step.resumed.promise;
    }
    step.posts += 1;
    if (step.posts > 1 && secondPost === 'ignored') return ignore('the step was resumed before');
    const outcome = step.resume(delivery);
    step.resumed.settle(outcome);
    return outcome;
  }

  function ignore(reason: string): undefined {
    onIgnored(reason);
    return undefined;
  }

  return {
    open() {
      opened += 1;
      const url = `${publicUrl}/callbacks/${opened}/`;
      waiting.set(url, { resume: undefined, early: [], posts: 0, resumed: defer() });
      return url;
    },
    wait(url, resume) {
      const step = waiting.get(url);
      if (step === undefined) return;
      if (step.posts > 0) step.resumed = defer();
      step.posts = 0;
      step.resume = resume;
      for (const delivery of step.early.splice(0)) void deliver(url, delivery);
    },
    discard(url) {
      waiting.delete(url);
    },
    reopen(url) {
      const step = waiting.get(url);
      if (step !== undefined) step.resume = undefined;
    },
    deliver,
    resumed: (url) =>
      waiting.get(url)?.resumed.promise ?? Promise.reject(new Error(`not opened: ${url}`)),
  };
}

interface Deferred {
  readonly promise: Promise<StepOutcome>;
  settle(outcome: Promise<StepOutcome>): void;
}

function defer(): Deferred {
  let settle: Deferred['settle'] = () => {};
  const promise = new Promise<StepOutcome>((resolve) => {
    settle = resolve;
  });
  return { promise, settle };
}
