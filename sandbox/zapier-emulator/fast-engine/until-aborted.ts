/** A request's signal, which ends it before its response. */
import type { Outcome } from '../../http/message.ts';

type Answered = Exclude<Outcome, { readonly kind: 'hang' }>;

/** The outcome, or `aborted` if the signal comes first. A handler that hangs leaves only the signal. */
export function untilAborted(
  work: Promise<Outcome>,
  signal: AbortSignal | undefined,
): Promise<Answered | 'aborted'> {
  return new Promise((resolve, reject) => {
    const stop = onceAborted(signal, () => resolve('aborted'));
    work.then(
      (outcome) => {
        if (outcome.kind === 'hang') return;
        stop();
        resolve(outcome);
      },
      (error: unknown) => {
        stop();
        reject(error);
      },
    );
  });
}

/** Tells when the signal is aborted, at once if it is already. The returned function stops that. */
export function onceAborted(signal: AbortSignal | undefined, aborted: () => void): () => void {
  if (signal?.aborted) aborted();
  else signal?.addEventListener('abort', aborted, { once: true });
  return () => signal?.removeEventListener('abort', aborted);
}
