import { Readable } from 'node:stream';
import type { ZObject } from 'zapier-platform-core';
import type { Clock } from '../../omniscope/clock.ts';
import { decodeText } from '../../omniscope/http/charset.ts';
import {
  type HttpRequest,
  type HttpResponse,
  NetworkError,
} from '../../omniscope/http/transport.ts';
import type { RequestAgent } from './connections.ts';
import { asFormDataStream, rawRequest } from './core-compat.ts';
import { type ContentReader, type RawHead, readContent } from './read-content.ts';
import { contentError, requestError, timeoutError } from './request-failure.ts';
import { isRefreshAuthError, keepUnauthorized } from './unauthorized.ts';

/** Ten thousand parameters make a few megabytes; Zapier's own limit for a result is 6 MB. */
const RESPONSE_LIMIT_BYTES = 16 * 1024 * 1024;

/** A response, and the `Set-Cookie` values that came with it. */
export type ExchangeResponse = HttpResponse & RawHead;

/** What has come of a response while it is not complete. */
interface Received {
  head: RawHead | null;
  reader: ContentReader | null;
}

/**
 * One request and its response, over the connection that `agent` gets for it. When it is over, however
 * it ends, nothing of it runs: no timer, no stream, no socket but one that may be used again.
 *
 * @throws NetworkError where there is no usable response; the body's own error where that failed
 */
export async function exchange(
  z: ZObject,
  clock: Clock,
  agent: RequestAgent,
  { method, url, headers, body, timeoutMs }: HttpRequest,
): Promise<ExchangeResponse> {
  const abort = new AbortController();
  // What ends the exchange counts, not what the abort leads to.
  const ended: { by: Error | 'timeout' | 'incomplete' | null } = { by: null };
  const end = (cause: NonNullable<typeof ended.by>) => {
    ended.by ??= cause;
    abort.abort();
    agent.close();
  };
  const cancelTimer = clock.after(timeoutMs, () => end('timeout'));
  agent.onIncomplete = () => end('incomplete');
  const readUnauthorized = keepUnauthorized(agent, clock);
  const stream = typeof body === 'string' ? Readable.from(Buffer.from(body)) : body;
  stream?.once('error', (error) => {
    // Aborting destroys the stream as well; only a failure of its own says something of the body.
    if (!abort.signal.aborted) end(error);
  });
  const received: Received = { head: null, reader: null };
  try {
    const response = await rawRequest(z, {
      method,
      url,
      headers: bodyHeaders(headers, body),
      ...(stream && { body: asFormDataStream(stream, (request) => agent.follow(request)) }),
      raw: true,
      redirect: 'manual',
      // Content codings are undone here: node-fetch passes on what it does not know.
      compress: false,
      skipThrowForStatus: true,
      throwForThrottlingEarly: false,
      signal: abort.signal,
      agent,
    });
    const header = (name: string) => response.headers.get(name);
    const setCookie = response.headers.raw()['set-cookie'] ?? [];
    received.head = { status: response.status, header, setCookie };
    abort.signal.throwIfAborted();
    received.reader = readContent(response.body, header('content-encoding'), RESPONSE_LIMIT_BYTES);
    return toResponse(received.head, await received.reader.complete);
  } catch (error) {
    if (isRefreshAuthError(error)) {
      const { head, content } = await readUnauthorized();
      return toResponse(head, content);
    }
    if (ended.by instanceof Error) throw ended.by;
    if (body instanceof Readable && agent.isUploading && isRefusal(received.head)) {
      return toResponse(received.head, received.reader?.arrived() ?? Buffer.of());
    }
    if (ended.by === 'timeout') throw timeoutError(agent.phase);
    if (ended.by === 'incomplete') throw new NetworkError('connection-reset');
    throw received.head === null ? requestError(error, agent.phase) : contentError(error, agent);
  } finally {
    cancelTimer();
    stream?.destroy();
    agent.close();
  }
}

/**
 * A server that refuses an upload, as too large for instance, may say so while it is being sent, and close
 * the connection. What it has said by then is its response.
 */
function isRefusal(head: RawHead | null): head is RawHead {
  return head !== null && head.status >= 400;
}

function toResponse(head: RawHead, bytes: Buffer): ExchangeResponse {
  return { ...head, text: decodeText(bytes, head.header('content-type')) };
}

const FORM_TYPE = 'application/x-www-form-urlencoded';

function bodyHeaders(given: Record<string, string>, body: HttpRequest['body']) {
  const headers = { 'accept-encoding': 'gzip, deflate', ...given };
  if (typeof body !== 'string') return headers;
  const length = { 'content-length': String(Buffer.byteLength(body)) };
  // With the bare type the core would take the stream apart as if it were an object of form fields.
  const type =
    given['content-type'] === FORM_TYPE ? { 'content-type': `${FORM_TYPE}; charset=utf-8` } : {};
  return { ...headers, ...type, ...length };
}
