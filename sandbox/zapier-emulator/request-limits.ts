/** What ends a request before its answer: its timeout on the clock, or the signal of whoever sent it. */
import type { Clock } from '../clock.ts';
import type { Outcome } from '../http/message.ts';

export interface Limits {
  readonly clock: Clock;
  /** 0: none. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal | undefined;
  /** The largest answer that is read whole; 0: none. */
  readonly mostBytes: number;
}

type Answered = Exclude<Outcome, { readonly kind: 'hang' }>;

/** The outcome, unless a limit comes first. A handler that hangs leaves only the limits. */
export function untilLimit(
  work: Promise<Outcome>,
  limits: Limits,
): Promise<Answered | 'aborted' | 'timeout'> {
  return new Promise((resolve, reject) => {
    const watch = watchLimits(limits, resolve);
    work.then(
      (outcome) => {
        if (outcome.kind === 'hang') return;
        watch.stop();
        resolve(outcome);
      },
      (error: unknown) => {
        watch.stop();
        reject(error);
      },
    );
  });
}

/** Tells once when a limit is reached, unless it is stopped before. */
export function watchLimits(
  { clock, timeoutMs, signal }: Limits,
  reached: (limit: 'aborted' | 'timeout') => void,
): { stop(): void } {
  let over = false;
  const hasLimit = timeoutMs > 0 && !signal?.aborted;
  const callOff = hasLimit ? clock.after(timeoutMs, () => end('timeout')) : () => {};
  const abort = () => end('aborted');
  const end = (limit?: 'aborted' | 'timeout') => {
    if (over) return;
    over = true;
    signal?.removeEventListener('abort', abort);
    callOff();
    if (limit !== undefined) reached(limit);
  };
  if (signal?.aborted) abort();
  signal?.addEventListener('abort', abort);
  return { stop: () => end() };
}
