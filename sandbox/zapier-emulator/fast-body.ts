/** The body of an in-process answer as the stream that node-fetch would give. */
import { Readable } from 'node:stream';
import type { Outcome } from '../http/message.ts';
import { nodeFetch } from './core-internals.ts';
import { type Limits, watchLimits } from './request-limits.ts';

type Answer = Extract<Outcome, { readonly kind: 'reply' | 'partial' }>;

/**
 * Fact (node-fetch 2.7, Node 20): a body that breaks off before its Content-Length is never noticed.
 * Its stream neither ends nor fails, as if the server were silent, until a limit is reached.
 */
export function bodyOf(answer: Answer, url: string, limits: Limits): Readable {
  const bytes = Buffer.from(answer.reply.body);
  if (answer.kind === 'partial') {
    const parts = breakingOff(bytes.subarray(0, answer.bytes), url, limits);
    return Readable.from(parts, { objectMode: false });
  }
  const whole = new Readable({ read: () => {} });
  whole.push(bytes);
  whole.push(null);
  return whole;
}

async function* breakingOff(
  bytes: Uint8Array,
  url: string,
  limits: Limits,
): AsyncGenerator<Uint8Array> {
  yield bytes;
  const limit = await new Promise((resolve) => watchLimits(limits, resolve));
  if (limit === 'aborted') throw new nodeFetch.AbortError('The user aborted a request.');
  throw new Error(`Response timeout while trying to fetch ${url} (over ${limits.timeoutMs}ms)`);
}
