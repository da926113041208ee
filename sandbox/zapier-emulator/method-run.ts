/** Runs one method of the app by the platform's rule for time: at 30 s it is killed. */
import type { Clock } from '../clock.ts';
import type { CacheOwner } from './cache.ts';
import type { Bundle, Engine } from './engine.ts';
import type { Attempt } from './outcome.ts';
import type { MethodEnd } from './step-end.ts';

export interface MethodCall {
  readonly method: string;
  readonly bundle: Bundle;
  readonly callbackUrl: string;
}

export interface MethodRun {
  /** The record. */
  readonly attempt: Attempt;
  /** What the platform goes by. */
  readonly end: MethodEnd;
  /** What a killed method did in the end, which no result comes of. Never there in the fast engine. */
  readonly lateEnd?: Promise<'returned' | 'threw'>;
}

export interface MethodRunnerOptions {
  readonly engine: Engine;
  readonly clock: Clock;
  readonly owner: CacheOwner;
  readonly verifySSL: boolean;
  /** Milliseconds. */
  readonly performMs: number;
}

/** A function that runs one method once. It never rejects. */
export function createMethodRunner(options: MethodRunnerOptions) {
  const { engine, clock, owner, verifySSL, performMs } = options;
  return async ({ method, bundle, callbackUrl }: MethodCall): Promise<MethodRun> => {
    const startedAt = clock.now();
    const execution = engine.execute({ method, bundle, owner, callbackUrl, verifySSL });
    const end = await new Promise<MethodEnd>((resolve) => {
      const cancelTimer = clock.after(performMs, () => resolve({ kind: 'killed' }));
      void execution.end.then(resolve).finally(cancelTimer);
    });
    const attempt: Attempt = {
      method,
      startedAt,
      endedAt: clock.now(),
      end: end.kind,
      ...(end.kind === 'threw' && { error: end.error }),
      requests: execution.requests,
    };
    if (end.kind !== 'killed') return { attempt, end };
    execution.kill();
    return { attempt, end, lateEnd: execution.end.then(({ kind }) => kind) };
  };
}

export type MethodRunner = ReturnType<typeof createMethodRunner>;
