import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import type { Clock } from '../../omniscope/clock.ts';
import type { RequestAgent } from './connections.ts';
import { type ContentReader, type RawHead, readContent } from './read-content.ts';

export function isRefreshAuthError(error: unknown): error is Error {
  return error instanceof Error && error.name === 'RefreshAuthError';
}

/** What a 401 has to say is a sentence or two, and its status alone says enough. */
const LIMIT_BYTES = 1024 * 1024;
const LIMIT_MS = 1_000;

/**
 * Keeps the response of `agent`'s request where it is a 401: the core turns it into an error before
 * it is read. To be called before the request is sent; what it gives reads the response then, as
 * far as it comes.
 */
export function keepUnauthorized(
  agent: RequestAgent,
  clock: Clock,
): () => Promise<{ head: RawHead; content: Buffer }> {
  let kept: { response: IncomingMessage; raw: ContentReader } | null = null;
  agent.onResponse = (response) => {
    if (response.statusCode !== 401) return;
    const raw = readContent(response, null, LIMIT_BYTES);
    raw.complete.catch(() => {});
    kept = { response, raw };
  };
  return async () => {
    if (kept === null) {
      return { head: { status: 401, header: () => null, setCookie: [] }, content: Buffer.of() };
    }
    const { response, raw } = kept;
    const { headers } = response;
    const cancelTimer = clock.after(LIMIT_MS, () => agent.close());
    const header = (name: string) => {
      const value = headers[name.toLowerCase()];
      return Array.isArray(value) ? value.join(', ') : (value ?? null);
    };
    return {
      head: { status: 401, header, setCookie: headers['set-cookie'] ?? [] },
      content: await readKept(response, raw, header('content-encoding')).finally(cancelTimer),
    };
  };
}

/** The status alone says enough, so a body that cannot be read is none. */
async function readKept(
  response: IncomingMessage,
  raw: ContentReader,
  contentEncoding: string | null,
): Promise<Buffer> {
  // node-fetch, whose copy is never read, holds the response back.
  response.unpipe();
  response.resume();
  try {
    const bytes = Readable.from([await raw.complete], { objectMode: false });
    return await readContent(bytes, contentEncoding, LIMIT_BYTES).complete;
  } catch {
    return Buffer.of();
  }
}
