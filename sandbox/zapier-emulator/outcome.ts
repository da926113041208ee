/** What a person sees of a step, and beside it what the platform did. */
import type { RequestRecord } from './engine.ts';
import type { ErrorResult } from './error-result.ts';

/** One run of a method from its top. */
export interface Attempt {
  readonly method: string;
  readonly startedAt: number;
  readonly endedAt: number;
  readonly end: 'returned' | 'threw' | 'killed';
  /** Only where it threw. */
  readonly error?: ErrorResult;
  /** Live: what a killed attempt had under way is filled in when it ends. */
  readonly requests: readonly RequestRecord[];
}

export type StepEnd =
  | { readonly status: 'success'; readonly results: unknown }
  /** Stopped quietly: never an error. */
  | { readonly status: 'halted'; readonly message: string; readonly raw: string }
  | {
      readonly status: 'errored';
      readonly name: string;
      readonly message: string;
      readonly raw: string;
    }
  /** The user is asked to connect again. */
  | { readonly status: 'reconnect'; readonly message: string; readonly raw: string }
  | { readonly status: 'killed'; readonly message: string }
  /** Throttled, and the platform has stopped coming again. */
  | { readonly status: 'waiting'; readonly message: string; readonly delaySeconds: number | null }
  /** Waits for a post to its callback URL; `results` is what perform returned. */
  | { readonly status: 'callback'; readonly results: unknown; readonly callbackUrl: string };

export type StepOutcome = StepEnd & { readonly attempts: readonly Attempt[] };

/** The end alone, without the record of how it came about. */
export function endOf({ attempts: _, ...end }: StepOutcome): StepEnd {
  return end;
}
