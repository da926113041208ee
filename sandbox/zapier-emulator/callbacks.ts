/**
 * The callback URLs that steps were given, and who posts to them. The URL is neither signed nor
 * authenticated: whoever knows it can resume the step once.
 */
import { readBody } from '../http/body.ts';
import { type Outcome, type Request, replied } from '../http/message.ts';
import { json } from '../http/replies.ts';
import type { StepOutcome } from './outcome.ts';

/** What arrived at a callback URL. */
export interface Delivery {
  /** The body parsed as JSON; the text itself where it is none. */
  readonly payload: unknown;
  readonly text: string;
  readonly querystring: string;
}

/** Unknown of Zapier: whether a second post resumes a second time. Ignoring it is what the docs imply. */
export type SecondPost = 'ignored' | 'resumes';

/** What a step does that waits: run its second half. */
export type Resume = (delivery: Delivery) => Promise<StepOutcome>;

export interface Callbacks {
  /** A URL for one run of a step. Posts that come before the step waits are kept for it. */
  open(): string;
  /** The step waits: from now on a post resumes it. */
  wait(url: string, resume: Resume): void;
  /** The step ended without waiting: posts are ignored from now on. */
  discard(url: string): void;
  /** Somebody posts. Undefined when that resumes nothing. */
  deliver(url: string, delivery: Delivery): Promise<StepOutcome> | undefined;
  /** What becomes of the step when it is resumed; never settles if nobody posts. */
  resumed(url: string): Promise<StepOutcome>;
  /** The same for a web server: a `POST` delivers, and is answered at once whatever comes of it. */
  handle(request: Request): Promise<Outcome>;
}

export interface CallbacksOptions {
  /** Where the platform can be reached, for example `https://localhost:41000/callbacks`. */
  readonly baseUrl: string;
  readonly secondPost: SecondPost;
  readonly onIgnored: (reason: string) => void;
}

interface Waiting {
  resume: Resume | undefined;
  early: Delivery[];
  posts: number;
  readonly outcome: Promise<StepOutcome>;
  readonly settle: (outcome: Promise<StepOutcome>) => void;
}

/** A callback's payload is small; a post that is larger is refused. */
const LARGEST_PAYLOAD = 5_000_000;

export function createCallbacks({ baseUrl, secondPost, onIgnored }: CallbacksOptions): Callbacks {
  const waiting = new Map<string, Waiting>();
  let opened = 0;

  function deliver(url: string, delivery: Delivery): Promise<StepOutcome> | undefined {
    const step = waiting.get(url);
    if (step === undefined) return ignore('no step waits for it');
    if (step.resume === undefined) {
      step.early.push(delivery);
      return step.outcome;
    }
    step.posts += 1;
    if (step.posts > 1 && secondPost === 'ignored') return ignore('the step was resumed before');
    const outcome = step.resume(delivery);
    step.settle(outcome);
    return outcome;
  }

  function ignore(reason: string): undefined {
    onIgnored(reason);
    return undefined;
  }

  return {
    open() {
      opened += 1;
      const url = `${baseUrl}/${opened}/`;
      const { promise, settle } = settleable();
      const state = { resume: undefined, early: [], posts: 0 };
      waiting.set(url, { ...state, outcome: promise, settle });
      return url;
    },
    wait(url, resume) {
      const step = waiting.get(url);
      if (step === undefined) return;
      step.resume = resume;
      for (const delivery of step.early.splice(0)) void deliver(url, delivery);
    },
    discard(url) {
      waiting.delete(url);
    },
    deliver,
    resumed: (url) => waiting.get(url)?.outcome ?? Promise.reject(new Error(`not opened: ${url}`)),
    async handle(request) {
      if (request.method !== 'POST') return replied(json(405, { status: 'error' }));
      const text = (await readBody(request.body, LARGEST_PAYLOAD)).toString('utf8');
      const [path = '', querystring = ''] = request.url.split('?');
      const delivery = { payload: parse(text), text, querystring };
      void deliver(new URL(path, baseUrl).toString(), delivery);
      return replied(json(200, { status: 'success' }));
    },
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function settleable() {
  let settle: (outcome: Promise<StepOutcome>) => void = () => {};
  const promise = new Promise<StepOutcome>((resolve) => {
    settle = resolve;
  });
  return { promise, settle };
}
