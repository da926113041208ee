/** The body of an in-process response as the stream that node-fetch would give. */
import { Readable } from 'node:stream';
import type { Outcome } from '../../http/message.ts';
import { nodeFetch } from '../core-internals.ts';
import { onceAborted } from './until-aborted.ts';

type Answered = Extract<Outcome, { readonly kind: 'reply' | 'partial' }>;

/**
 * Documented (node-fetch 2.7 on Node 20, tried): a body that breaks off before its Content-Length is
 * never noticed. Its stream neither ends nor fails until the request's signal is aborted.
 */
export function bodyOf(response: Answered, signal: AbortSignal | undefined): Readable {
  const bytes = Buffer.from(response.reply.body);
  if (response.kind === 'partial') {
    const parts = breakingOff(bytes.subarray(0, response.bytes), signal);
    return Readable.from(parts, { objectMode: false });
  }
  const whole = new Readable({ read: () => {} });
  whole.push(bytes);
  whole.push(null);
  return whole;
}

async function* breakingOff(
  bytes: Uint8Array,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array> {
  yield bytes;
  await new Promise<void>((resolve) => onceAborted(signal, resolve));
  throw new nodeFetch.AbortError('The user aborted a request.');
}
