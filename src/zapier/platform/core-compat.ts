import type { ClientRequest } from 'node:http';
import type { Agent, RequestOptions } from 'node:https';
import type { Readable } from 'node:stream';
import type { HttpRequestOptions, RawHttpResponse, ZObject } from 'zapier-platform-core';

/**
 * The one place for what zapier-platform-core 19.1 does and its types do not say. Each cast here
 * stands for a line of the core's own source.
 */

export interface RawRequest extends HttpRequestOptions {
  url: string;
  raw: true;
  /** Picked by tools/request-client.js and handed to node-fetch. */
  signal?: AbortSignal;
  /** Read by http-middlewares/before/prepare-request.js: false lets a 429 through as a response. */
  throwForThrottlingEarly?: boolean;
}

/**
 * `z.request` with all the options that it takes, and without what prepare-request.js calls merging:
 * that takes the query of an address apart, drops `{{…}}` from it and puts the rest together in its own
 * way, which the signature of a link does not survive. It would also name Zapier to the server.
 */
export function rawRequest(z: ZObject, request: RawRequest): Promise<RawHttpResponse> {
  const headers = { 'user-agent': 'Zapier', ...request.headers };
  return z.request({ ...request, headers, merge: false } as HttpRequestOptions & {
    url: string;
    raw: true;
  });
}

/**
 * tools/fetch.js makes two node-fetch requests of each one, and node-fetch copies a stream for the
 * second: every byte goes through three streams more, one of which throws it away. Both leave form data
 * alone, which they know by this method. (What it returns would only stand in for a missing
 * content-type, which our requests with a body always have.)
 *
 * @param onRequest given Node's request, which node-fetch pipes the body into and shows nobody
 */
export function asFormDataStream(
  body: Readable,
  onRequest: (request: ClientRequest) => void,
): Readable {
  const pipe = body.pipe.bind(body);
  return Object.assign(body, {
    getBoundary: () => '',
    pipe<T extends NodeJS.WritableStream>(destination: T, options?: { end?: boolean }): T {
      onRequest(destination as NodeJS.WritableStream as ClientRequest);
      return pipe(destination, options);
    },
  });
}

/** tools/create-cache.js: `get` and `delete` take a scope as `set` does. */
export interface ScopedCache {
  get(key: string, scope: string[]): Promise<unknown>;
  set(key: string, value: unknown, ttl: number, scope: string[], nx?: boolean): Promise<unknown>;
  delete(key: string, scope: string[]): Promise<unknown>;
}

export function scopedCache(z: ZObject): ScopedCache {
  return z.cache as ScopedCache;
}

/**
 * middleware.js appends the request log and the first characters of responses to the message of every
 * error that does not carry this mark; errors.js sets it on AppError and ThrottledError itself.
 */
export function withoutRequestLog<T extends Error>(error: T): T {
  return Object.assign(error, { doNotContextify: true });
}

/**
 * app-middlewares/after/checks.js compares the ids of a trigger's items, which serves polls: those of a
 * hook are not compared with anything (documented), and an `id` in them is the workflow's own column.
 */
export function withoutIdCheck(bundle: object): void {
  Object.assign(bundle, { skipChecks: ['triggerHasUniquePrimary'] });
}

/**
 * lib/_http_client.js of Node: a request hands itself to its agent by `addRequest`, which any "agent-like
 * object" has to have. The types leave it out.
 */
export function handToAgent(agent: Agent, request: ClientRequest, options: RequestOptions): void {
  (
    agent as Agent & { addRequest(request: ClientRequest, options: RequestOptions): void }
  ).addRequest(request, options);
}
