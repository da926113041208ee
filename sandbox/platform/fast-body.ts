/** The body of an in-process answer as the stream that node-fetch would give. */
import { Readable } from 'node:stream';
import type { Outcome } from '../http/message.ts';
import { nodeFetch } from './core-internals.ts';
import { type Limits, watchLimits } from './request-limits.ts';

type Answer = Extract<Outcome, { readonly kind: 'reply' | 'partial' }>;

export function bodyOf(answer: Answer, url: string, limits: Limits): Readable {
  const bytes = Buffer.from(answer.reply.body);
  if (answer.kind === 'partial') {
    return Readable.from(breakingOff(bytes.subarray(0, answer.bytes), answer.ending, url, limits), {
      objectMode: false,
    });
  }
  const whole = new Readable({ read: () => {} });
  whole.push(bytes);
  whole.push(null);
  return whole;
}

async function* breakingOff(
  bytes: Uint8Array,
  ending: 'reset' | 'hang',
  url: string,
  limits: Limits,
): AsyncGenerator<Uint8Array> {
  yield bytes;
  if (ending === 'reset') throw Object.assign(new Error('aborted'), { code: 'ECONNRESET' });
  const limit = await new Promise((resolve) => watchLimits(limits, resolve));
  if (limit === 'aborted') throw new nodeFetch.AbortError('The user aborted a request.');
  throw new Error(`Response timeout while trying to fetch ${url} (over ${limits.timeoutMs}ms)`);
}
