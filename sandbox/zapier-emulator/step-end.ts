/** What a person sees of a method's end, when nothing is tried again. */
import type { ExecutionEnd } from './engine.ts';
import type { ErrorResult } from './error-result.ts';
import type { StepEnd } from './outcome.ts';

export type MethodEnd = ExecutionEnd | { readonly kind: 'killed' };

export interface EndOptions {
  readonly callbackUrl: string;
  /** In the editor nothing waits: what throttles is an error there (docs). */
  readonly editorTest: boolean;
}

export function toStepEnd(end: MethodEnd, { callbackUrl, editorTest }: EndOptions): StepEnd {
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
      return errorEnd(end.error, editorTest);
  }
}

function errorEnd({ name, message, raw, delaySeconds }: ErrorResult, editorTest: boolean): StepEnd {
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

/** The message of an end that has one. */
export function messageOf(end: StepEnd): string | null {
  return 'message' in end ? end.message : null;
}
