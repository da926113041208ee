import type { Clock } from './clock.ts';
import { type Action, OmniscopeError, type Permission } from './errors.ts';
import { parseBody, type ResponseBody } from './http/response-body.ts';
import {
  type HttpRequest,
  NetworkError,
  type ResponseHead,
  type Transport,
} from './http/transport.ts';
import type { ServerUrl } from './server-url.ts';

/** One server, spoken to on behalf of one user, within one span of time. */
export interface Api {
  readonly server: ServerUrl;
  readonly transport: Transport;
  readonly clock: Clock;
  readonly accessToken: string;
  /** Scopes that the connection asked for; only used to word a 403. */
  readonly scopes: readonly string[];
  /** Epoch milliseconds after which no request may still be under way. */
  readonly deadline: number;
}

/** A checked answer: its status, its head, and what its body is. */
export interface ApiResponse extends ResponseHead {
  body: ResponseBody;
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
 * @throws NetworkError when no answer came; anything the transport throws of its own
 */
export async function request(api: Api, request: ApiRequest): Promise<ApiResponse> {
  const { headers, ...rest } = request;
  if (new URL(request.url).origin !== api.server.origin) {
    throw new TypeError('An API request may only go to the server of its connection.');
  }
  const remaining = api.deadline - api.clock.now();
  if (remaining <= 0) throw new NetworkError('timeout');
  const answer = await api.transport({
    ...rest,
    headers: {
      accept: 'application/json',
      ...headers,
      authorization: `Bearer ${api.accessToken}`,
    },
    timeoutMs: request.method === 'GET' ? Math.min(READ_TIMEOUT_MS, remaining) : remaining,
  });
  return { status: answer.status, header: answer.header, body: parseBody(answer) };
}

/** `call` that posts JSON. */
export function postJson(api: Api, url: string, json: unknown): Promise<ApiResponse> {
  return request(api, {
    method: 'POST',
    url,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(json),
  });
}

/** What `NetworkError` means where the request can be made again without harm. */
export function toReadError(host: string, error: NetworkError): OmniscopeError;
export function toReadError(host: string, error: unknown): unknown;
export function toReadError(host: string, error: unknown): unknown {
  return error instanceof NetworkError
    ? new OmniscopeError('unreachable', { host, reason: error.reason })
    : error;
}

/** What it means for a request that changes something: `uncertain`, unless it certainly was not sent. */
export function toWriteError(host: string, error: unknown, uncertain: OmniscopeError): unknown {
  return error instanceof NetworkError && !error.requestNotSent
    ? uncertain
    : toReadError(host, error);
}

/**
 * The refusals that mean the same at every endpoint.
 *
 * @throws OmniscopeError forbidden, token-rejected, server-busy, server-failed, not-an-omniscope-api
 */
export function throwForStatus(api: Api, answer: ApiResponse, permission: Permission): void {
  const { host } = api.server;
  const { status, body } = answer;
  if (status === 403) throw forbiddenError(api, answer, permission);
  if (status === 429) {
    throw new OmniscopeError('server-busy', {
      host,
      retryAfterSeconds: parseRetryAfter(api.clock, answer),
    });
  }
  if (status >= 300 && status < 400) {
    throw new OmniscopeError('not-an-omniscope-api', { host, found: 'a redirect' });
  }
  if (status >= 500 && body.failure === null)
    throw new OmniscopeError('server-failed', { host, status });
  if (status < 300 && body.form !== 'json') {
    const found = body.form === 'html' ? 'a web page' : 'an unknown answer';
    throw new OmniscopeError('not-an-omniscope-api', { host, found });
  }
}

/**
 * What a 403 of an API means: a Problem `forbidden`, or `token-rejected` for want of a scope. A provider
 * that was not set up for the API leaves the API's scope out of its tokens (documented); in which words the
 * server says so is not documented, so the one word has to do, or the code of RFC 6750 §3.1.
 */
export function forbiddenError(
  api: Api,
  answer: ApiResponse,
  permission: Permission,
): OmniscopeError {
  const scope = permission === 'File Management' ? 'projectapi:execute' : 'workflowapi:execute';
  const scopeExcluded = !api.scopes.includes(scope);
  const said = `${answer.body.serverMessage ?? ''} ${answer.header('www-authenticate') ?? ''}`;
  // A word of its own: the product's name ends in it.
  const isForScope = !scopeExcluded && /\bscopes?\b|insufficient_scope/i.test(said);
  if (isForScope) return new OmniscopeError('token-rejected', { reason: 'scope' });
  return new OmniscopeError('forbidden', { permission, scopeExcluded });
}

/** The server's own words on why it refused a request that is neither of the refusals above. */
export function rejectedError(action: Action, answer: ApiResponse): OmniscopeError {
  return new OmniscopeError('request-rejected', {
    action,
    serverMessage: answer.body.serverMessage,
  });
}

/** `Retry-After` in whole seconds, from either of its two forms (RFC 9110 §10.2.3), or null. */
export function parseRetryAfter(clock: Clock, answer: ResponseHead): number | null {
  const value = answer.header('retry-after')?.trim() ?? '';
  if (/^\d{1,9}$/.test(value)) return Number(value);
  // HTTP dates end in GMT; Date.parse alone would make a date of nearly anything.
  const date = value.endsWith(' GMT') ? Date.parse(value) : Number.NaN;
  return Number.isNaN(date) ? null : Math.max(0, Math.ceil((date - clock.now()) / 1000));
}
