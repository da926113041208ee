/** Reading a request's body whole, which only small bodies (JSON, forms) are. */
import type { RequestBody } from './message.ts';

/** Thrown when a body is larger than its reader allows. */
export class BodyTooLargeError extends Error {
  override readonly name = 'BodyTooLargeError';
}

/** Reads at most `limit` bytes; more is a `BodyTooLargeError`. */
export async function readBody(body: RequestBody, limit: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of chunksOf(body)) {
    size += chunk.byteLength;
    if (size > limit) throw new BodyTooLargeError(`body larger than ${limit} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Any body as an iterable of chunks. */
export function chunksOf(body: RequestBody): Iterable<Uint8Array> | AsyncIterable<Uint8Array> {
  return Symbol.asyncIterator in body ? body : [body];
}
