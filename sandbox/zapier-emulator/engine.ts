/**
 * An engine runs one method of an app once; everything around it (rerun, wait, refresh, resume) is the
 * platform's. There are two: core-engine.ts runs the app as Zapier does, over real sockets and in real
 * time; fast-engine.ts runs thousands of steps a second, in virtual time and without sockets.
 */
import type { Cache, CacheOwner } from './cache.ts';
import type { ErrorResult } from './error-result.ts';

/** What every attempt of a step has in its bundle: JSON values only. */
export interface StepBundle {
  readonly inputData: Readonly<Record<string, unknown>>;
  readonly meta: Readonly<Record<string, unknown>>;
  readonly [further: string]: unknown;
}

/** A method's bundle, with the connection's data as it is at the time. */
export interface Bundle extends StepBundle {
  readonly authData: Readonly<Record<string, unknown>>;
}

export interface Call {
  /** A path in the app's definition, for example `creates.execute_workflow.operation.perform`. */
  readonly method: string;
  readonly bundle: Bundle;
  readonly owner: CacheOwner;
  /** What `z.generateCallbackUrl()` gives. */
  readonly callbackUrl: string;
  /** False where the user has switched certificate checks off. */
  readonly verifySSL?: boolean;
}

export type ExecutionEnd =
  | { readonly kind: 'returned'; readonly results: unknown; readonly callbackRequested: boolean }
  | { readonly kind: 'threw'; readonly error: ErrorResult };

/** A request that `z.request` made: never its headers or body. */
export interface RequestRecord {
  readonly method: string;
  /** Without the query. */
  readonly url: string;
  /** The response's status, or the failure: `ECONNRESET`, `aborted`, … */
  readonly result: number | string;
}

export interface Execution {
  /** Never rejects. */
  readonly end: Promise<ExecutionEnd>;
  /** Complete once `end` is there. The core engine knows only of requests that had a response. */
  readonly requests: readonly RequestRecord[];
  /**
   * The platform kills the process. The fast engine's execution does nothing more from here, though
   * what it has sent is sent; the core engine cannot stop it and ignores how it ends.
   */
  kill(): void;
}

/** One entry that the app would have sent to Zapier's logs. */
export interface LogEntry {
  readonly message: string;
  readonly data: Readonly<Record<string, unknown>>;
}

export interface Engine {
  readonly app: object;
  readonly cache: Cache;
  /**
   * Core engine: every entry, scrubbed by the core as on Zapier. Fast engine: what the app wrote to
   * `z.console`, unscrubbed.
   */
  readonly logs: readonly LogEntry[];
  execute(call: Call): Execution;
  close(): Promise<void>;
}

/** What crosses between platform and app is JSON, both ways. */
export function jsonCopy<T>(value: T): T {
  return value === undefined ? value : JSON.parse(JSON.stringify(value));
}
