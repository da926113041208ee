import type { Clock } from './clock.ts';
import { type Action, type Permission, Problem } from './problem.ts';
import type { ServerAddress } from './server-address.ts';
import { readBody, type ServerBody } from './server-body.ts';
import {
  type AnswerHead,
  type HttpRequest,
  type Transport,
  TransportFailure,
} from './transport.ts';

/** One server, spoken to on behalf of one user, within one span of time. */
export interface Api {
  readonly server: ServerAddress;
  readonly transport: Transport;
  readonly clock: Clock;
  readonly accessToken: string;
  /** Scopes that the connection asked for; only used to word a 403. */
  readonly scopes: readonly string[];
  /** Epoch milliseconds after which no request may still be under way. */
  readonly deadline: number;
}

/** A checked answer: its status, its head, and what its body is. */
export interface ApiAnswer extends AnswerHead {
  body: ServerBody;
}

/**
 * No request that only reads takes longer than this: a healthy server answers it in well under a
 * second, and a hanging one must leave time to ask again. A request that changes something may take
 * until the deadline: the server may have a project to copy or a file to take in, and giving up on it
 * would leave open what it has done.
 */
const READ_TIMEOUT_MS = 10_000;

export type ApiRequest = Pick<HttpRequest, 'method' | 'url'> & {
  headers?: Record<string, string>;
  body?: HttpRequest['body'];
};

/**
 * Sends one request with the user's token and reads the answer, whatever its status.
 * The token goes nowhere but to the connection's own origin, by construction and by this check.
 *
 * @throws TransportFailure when no answer came; anything the transport throws of its own
 */
export async function call(api: Api, request: ApiRequest): Promise<ApiAnswer> {
  const { headers, ...rest } = request;
  if (new URL(request.url).origin !== api.server.origin) {
    throw new TypeError('An API request may only go to the server of its connection.');
  }
  const remaining = api.deadline - api.clock.now();
  if (remaining <= 0) throw new TransportFailure('timeout');
  const answer = await api.transport({
    ...rest,
    headers: {
      accept: 'application/json',
      ...headers,
      authorization: `Bearer ${api.accessToken}`,
    },
    timeoutMs: request.method === 'GET' ? Math.min(READ_TIMEOUT_MS, remaining) : remaining,
  });
  return { status: answer.status, header: answer.header, body: readBody(answer) };
}

/** `call` that posts JSON. */
export function callJson(api: Api, url: string, json: unknown): Promise<ApiAnswer> {
  return call(api, {
    method: 'POST',
    url,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(json),
  });
}

/** What `TransportFailure` means where the request can be made again without harm. */
export function unreachable(host: string, error: TransportFailure): Problem;
export function unreachable(host: string, error: unknown): unknown;
export function unreachable(host: string, error: unknown): unknown {
  return error instanceof TransportFailure
    ? new Problem('unreachable', { host, reason: error.reason })
    : error;
}

/** What it means for a request that changes something: `uncertain`, unless it certainly was not sent. */
export function unanswered(host: string, error: unknown, uncertain: Problem): unknown {
  return error instanceof TransportFailure && !error.certainlyNotSent
    ? uncertain
    : unreachable(host, error);
}

/**
 * The refusals that mean the same at every endpoint.
 *
 * @throws Problem forbidden, token-refused, server-busy, server-failed, not-an-omniscope-api
 */
export function throwForRefusal(api: Api, answer: ApiAnswer, permission: Permission): void {
  const { host } = api.server;
  const { status, body } = answer;
  if (status === 403) throw forbidden(api, answer, permission);
  if (status === 429) {
    throw new Problem('server-busy', { host, retryAfterSeconds: retryAfter(api.clock, answer) });
  }
  if (status >= 300 && status < 400) {
    throw new Problem('not-an-omniscope-api', { host, found: 'a redirect' });
  }
  if (status >= 500 && body.failure === null) throw new Problem('server-failed', { host, status });
  if (status < 300 && body.form !== 'json') {
    const found = body.form === 'html' ? 'a web page' : 'an unknown answer';
    throw new Problem('not-an-omniscope-api', { host, found });
  }
}

/**
 * What a 403 of an API means: a Problem `forbidden`, or `token-refused` for want of a scope. A provider
 * that was not set up for the API leaves the API's scope out of its tokens (fact); in which words the
 * server says so is not documented, so the one word has to do, or the code of RFC 6750 §3.1.
 */
export function forbidden(api: Api, answer: ApiAnswer, permission: Permission): Problem {
  const scope = permission === 'File Management' ? 'projectapi:execute' : 'workflowapi:execute';
  const scopeExcluded = !api.scopes.includes(scope);
  const said = `${answer.body.words ?? ''} ${answer.header('www-authenticate') ?? ''}`;
  // A word of its own: the product's name ends in it.
  const isForScope = !scopeExcluded && /\bscopes?\b|insufficient_scope/i.test(said);
  if (isForScope) return new Problem('token-refused', { reason: 'scope' });
  return new Problem('forbidden', { permission, scopeExcluded });
}

/** The server's own words on why it refused a request that is neither of the refusals above. */
export function refusal(action: Action, answer: ApiAnswer): Problem {
  return new Problem('request-refused', { action, words: answer.body.words });
}

/** `Retry-After` in whole seconds, from either of its two forms (RFC 9110 §10.2.3), or null. */
export function retryAfter(clock: Clock, answer: AnswerHead): number | null {
  const value = answer.header('retry-after')?.trim() ?? '';
  if (/^\d{1,9}$/.test(value)) return Number(value);
  // HTTP dates end in GMT; Date.parse alone would make a date of nearly anything.
  const date = value.endsWith(' GMT') ? Date.parse(value) : Number.NaN;
  return Number.isNaN(date) ? null : Math.max(0, Math.ceil((date - clock.now()) / 1000));
}
