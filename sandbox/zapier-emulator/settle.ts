/** What the end of an execution means for the person, when nothing is tried again. */
import type { ExecutionEnd } from './engine.ts';
import type { Thrown } from './error-result.ts';
import type { StepEnd } from './outcome.ts';

export type MethodEnd = ExecutionEnd | { readonly kind: 'killed' };

export interface SettleOptions {
  readonly callbackUrl: string;
  /** In the editor nothing waits: what throttles is an error there (docs). */
  readonly editorTest: boolean;
}

export function settle(end: MethodEnd, { callbackUrl, editorTest }: SettleOptions): StepEnd {
  switch (end.kind) {
    case 'killed':
      return { status: 'killed', message: 'The step timed out and may or may not have completed.' };
    case 'returned': {
      const { results } = end;
      return end.callbackRequested
        ? { status: 'callback', results, callbackUrl }
        : { status: 'success', results };
    }
    case 'threw':
      return settleError(end.error, editorTest);
  }
}

function settleError({ name, message, raw, delaySeconds }: Thrown, editorTest: boolean): StepEnd {
  switch (name) {
    case 'HaltedError':
      return { status: 'halted', message, raw };
    case 'ExpiredAuthError':
    case 'RefreshAuthError':
      return { status: 'reconnect', message, raw };
    case 'ThrottledError':
      return editorTest
        ? { status: 'errored', name, message, raw }
        : { status: 'waiting', message, delaySeconds };
    default:
      return { status: 'errored', name, message, raw };
  }
}

/** The words of an end, where it has any. */
export function messageOf(end: StepEnd): string | null {
  return 'message' in end ? end.message : null;
}
