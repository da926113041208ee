import { Agent } from 'node:https';
import { Readable } from 'node:stream';
import { createSecureContext } from 'node:tls';
import type { ZObject } from 'zapier-platform-core';
import type { Clock } from '../../omniscope/clock.ts';
import { NetworkError, type Transport } from '../../omniscope/http/transport.ts';
import { lazy } from '../../omniscope/lazy.ts';
import { asFormDataStream, rawRequest } from './core-compat.ts';

/**
 * Longer than the interval of a step's looks, shorter than any server keeps a connection. (Node's own
 * agent keeps them from one step to the next, over the freezing of a Lambda too.)
 */
const IDLE_CONNECTION_MS = 1_500;

/**
 * One for all steps of a process: it remembers TLS sessions, which spares the next handshake its half,
 * and reads the root certificates once rather than for each connection. Reading them takes time that not
 * every start of a process has to spend.
 */
const sharedAgent = lazy(
  () =>
    new Agent({
      keepAlive: true,
      timeout: IDLE_CONNECTION_MS,
      secureContext: createSecureContext(),
    }),
);

function closeIdleConnections(): void {
  for (const sockets of Object.values(sharedAgent().freeSockets)) {
    for (const socket of sockets ?? []) socket.destroy();
  }
}

/** Ten thousand parameters make a few megabytes; Zapier's own limit for a result is 6 MB. */
const RESPONSE_LIMIT_BYTES = 16 * 1024 * 1024;

/**
 * The network through `z.request`, with everything switched off that would change or leak what the
 * client wrote: bodies go out as streams, since text would have its `{{…}}` stripped and would stand
 * in Zapier's HTTP log; redirects are not followed; every status comes back as an answer.
 *
 * The core turns a 401 into an error of its own before anyone else sees it. Here it is a response like
 * any other (whose body the core has discarded): what it means is for the client to say, since not
 * every host that answers 401 speaks of the connection's token.
 */
export function zapierTransport(z: ZObject, clock: Clock): Transport {
  return async ({ method, url, headers, body, timeoutMs }) => {
    // What changes something goes over a new connection: one that was kept may be closed by the server
    // at this very moment, and then nobody knows whether a job was started. Looks may reuse it.
    if (method === 'POST') closeIdleConnections();
    const abort = new AbortController();
    const cancelTimer = clock.after(timeoutMs, () => abort.abort());
    const stream = typeof body === 'string' ? Readable.from(Buffer.from(body)) : body;
    let bodyError: Error | null = null;
    stream?.once('error', (error) => {
      // Aborting destroys the stream as well; only a failure of its own says something of the body.
      if (abort.signal.aborted) return;
      bodyError = error;
      abort.abort();
    });
    try {
      const response = await rawRequest(z, {
        method,
        url,
        headers: bodyHeaders(headers, body),
        ...(stream && { body: asFormDataStream(stream) }),
        raw: true,
        redirect: 'manual',
        skipThrowForStatus: true,
        throwForThrottlingEarly: false,
        size: RESPONSE_LIMIT_BYTES,
        signal: abort.signal,
        agent: sharedAgent(),
      });
      return {
        status: response.status,
        header: (name) => response.headers.get(name),
        text: await response.text(),
      };
    } catch (error) {
      if (isRefreshAuthError(error)) return { status: 401, header: () => null, text: '' };
      throw bodyError ?? toNetworkError(error);
    } finally {
      cancelTimer();
      stream?.destroy();
    }
  };
}

export function isRefreshAuthError(error: unknown): error is Error {
  return error instanceof Error && error.name === 'RefreshAuthError';
}

const FORM_TYPE = 'application/x-www-form-urlencoded';

function bodyHeaders(headers: Record<string, string>, body: string | Readable | undefined) {
  if (typeof body !== 'string') return headers;
  const length = { 'content-length': String(Buffer.byteLength(body)) };
  // With the bare type the core would take the stream apart as if it were an object of form fields.
  const type =
    headers['content-type'] === FORM_TYPE ? { 'content-type': `${FORM_TYPE}; charset=utf-8` } : {};
  return { ...headers, ...type, ...length };
}

const NOT_REACHED = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);
const TLS_CODE =
  /^(ERR_TLS_|ERR_SSL_|CERT_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|EPROTO$|HOSTNAME_MISMATCH)/;

/** Sorts node-fetch's errors by whether the request may have reached the other side. */
export function toNetworkError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  if (error.name === 'AbortError') return new NetworkError('timeout');
  if (error.name !== 'FetchError' && !('code' in error)) return error;
  const code = 'code' in error ? String(error.code) : '';
  if (NOT_REACHED.has(code)) return new NetworkError('unreachable');
  if (TLS_CODE.test(code)) return new NetworkError('tls');
  if (code === 'ETIMEDOUT') return new NetworkError('timeout');
  return new NetworkError('connection-reset');
}
