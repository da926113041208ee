/**
 * One request of the fast engine, with the manners of the node-fetch that the core uses: its errors,
 * its redirects, its timeout that starts again for the body. Only the socket is missing.
 */
import type { Readable } from 'node:stream';
import type { Request, Response } from 'node-fetch';
import type { Clock } from '../clock.ts';
import type { Outcome, Request as SandboxRequest } from '../http/message.ts';
import { errorCode } from './connection-errors.ts';
import { type CoreRequest, nodeFetch } from './core-internals.ts';
import type { RequestRecord } from './engine.ts';
import { bodyOf } from './fast-body.ts';
import type { Network } from './network.ts';
import { isStream, locationOf, redirectedRequest } from './redirects.ts';
import { type Limits, untilLimit } from './request-limits.ts';
import { upload } from './upload.ts';

export interface Surroundings {
  readonly clock: Clock;
  readonly network: Network;
  /** Each request is added when it is sent; its result is filled in when there is one. */
  readonly requests: RequestRecord[];
  /** Aborted when the process is killed, which breaks off what is still being sent. */
  readonly killed: AbortSignal;
}

/** Fact (node-fetch 2.7): so many redirects are followed. */
const MOST_REDIRECTS = 20;

/** Fact (node-fetch 2.7): what it sends where the request says nothing else. */
const DEFAULT_HEADERS = {
  accept: '*/*',
  'user-agent': 'node-fetch/1.0 (+https://github.com/bitinn/node-fetch)',
};

/** Sends the request, follows redirects unless told not to, and gives a node-fetch Response. */
export async function fetchInProcess(
  options: CoreRequest,
  surroundings: Surroundings,
): Promise<Response> {
  const { url, method, headers, body, redirect = 'follow', follow = MOST_REDIRECTS } = options;
  const limits: Limits = {
    clock: surroundings.clock,
    timeoutMs: options.timeout ?? 0,
    signal: options.signal,
    mostBytes: options.size ?? 0,
  };
  let request = new nodeFetch.Request(url, {
    ...(method !== undefined && { method }),
    ...(headers !== undefined && { headers }),
    ...(body !== undefined && { body }),
  });
  for (let hops = 0; ; hops++) {
    const outcome = await exchange(request, limits, surroundings);
    const { status, headers: answered } = outcome.reply;
    const location = locationOf(request.url, status, answered.location);
    if (location === undefined || redirect === 'manual') {
      return toResponse(outcome, request.url, location, hops, limits);
    }
    if (redirect === 'error') {
      const reason = `redirect mode is set to error: ${request.url}`;
      throw new nodeFetch.FetchError(
        `uri requested responds with a redirect, ${reason}`,
        'no-redirect',
      );
    }
    if (hops >= follow) {
      throw new nodeFetch.FetchError(`maximum redirect reached at: ${request.url}`, 'max-redirect');
    }
    request = redirectedRequest(request, status, location);
  }
}

type Answer = Extract<Outcome, { readonly kind: 'reply' | 'partial' }>;

/** One request and its answer. Rejects with node-fetch's errors when there is none. */
async function exchange(
  request: Request,
  limits: Limits,
  { network, requests, killed }: Surroundings,
): Promise<Answer> {
  const url = new URL(request.url);
  if (limits.signal?.aborted) throw new nodeFetch.AbortError('The user aborted a request.');
  const record: RequestRecord & { result: string | number } = {
    method: request.method,
    url: `${url.origin}${url.pathname}`,
    result: 'unanswered',
  };
  requests.push(record);

  const route = network(url.origin) ?? { unreachable: 'ENOTFOUND' };
  if (typeof route !== 'function') {
    record.result = route.unreachable;
    throw systemError(request.url, route.unreachable);
  }
  const sending = isStream(request.body) ? upload(request.body) : undefined;
  if (sending !== undefined) killed.addEventListener('abort', sending.breakOff, { once: true });
  const sent = toSandboxRequest(request, url, sending?.body);
  const outcome = await untilLimit(route(sent), limits).finally(() => {
    if (sending !== undefined) killed.removeEventListener('abort', sending.breakOff);
  });
  if (outcome === 'aborted' || outcome === 'timeout') sending?.breakOff();
  switch (outcome) {
    case 'aborted':
      record.result = 'aborted';
      throw new nodeFetch.AbortError('The user aborted a request.');
    case 'timeout':
      record.result = 'timeout';
      throw new nodeFetch.FetchError(`network timeout at: ${request.url}`, 'request-timeout');
    default:
      record.result = outcome.kind === 'reset' ? errorCode(outcome) : outcome.reply.status;
      if (outcome.kind === 'reset') throw systemError(request.url, errorCode(outcome));
      return outcome;
  }
}

function toSandboxRequest(
  request: Request,
  url: URL,
  stream: Readable | undefined,
): SandboxRequest {
  const whole = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
  const headers = Object.fromEntries(request.headers);
  const framing =
    stream === undefined
      ? { 'content-length': String(whole.byteLength) }
      : headers['content-length'] === undefined && { 'transfer-encoding': 'chunked' };
  return {
    method: request.method,
    url: `${url.pathname}${url.search}`,
    headers: { ...DEFAULT_HEADERS, ...headers, host: url.host, ...framing },
    body: stream ?? whole,
  };
}

function toResponse(
  answer: Answer,
  url: string,
  location: string | undefined,
  hops: number,
  limits: Limits,
): Response {
  const headers = new nodeFetch.Headers();
  for (const [name, value] of Object.entries(answer.reply.headers)) {
    for (const one of typeof value === 'string' ? [value] : value) headers.append(name, one);
  }
  // Fact (node-fetch 2.7): a redirect that is not followed has its Location made absolute.
  if (location !== undefined) headers.set('location', location);
  // `counter` makes `response.redirected` true; node-fetch's types leave it out.
  const { status } = answer.reply;
  const init = { url, status, headers, size: limits.mostBytes, counter: hops };
  return new nodeFetch.Response(bodyOf(answer, url, limits), init);
}

function systemError(url: string, code: string): Error {
  const cause = Object.assign(new Error(code), { code, errno: code });
  return new nodeFetch.FetchError(`request to ${url} failed, reason: ${code}`, 'system', cause);
}
