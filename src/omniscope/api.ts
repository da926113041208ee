import { Readable } from 'node:stream';
import type { Clock } from './clock.ts';
import { TokenExpiredError } from './errors.ts';
import { parseBody, type ResponseBody } from './http/response-body.ts';
import {
  type DocumentedKeys,
  type ResponseSource,
  responseSource,
} from './http/response-source.ts';
import {
  type HttpRequest,
  NetworkError,
  type ResponseHead,
  type Transport,
} from './http/transport.ts';
import { isTokenRefused, remainingBreakIn, type TokenTimes } from './oauth/refused-token.ts';
import type { ServerUrl } from './server-url.ts';

/** One server, called on behalf of one user, until a deadline. */
export interface Api extends TokenTimes {
  readonly server: ServerUrl;
  readonly transport: Transport;
  readonly clock: Clock;
  readonly accessToken: string;
  /**
   * What is taken out of everything that the server says: the tokens, the client secret, and the callback
   * URL, which is added once it has been made.
   */
  readonly secrets: string[];
  /** Scopes that the connection asked for; only used to word a 403. */
  readonly scopes: readonly string[];
  /** Epoch milliseconds after which no request may still be under way. */
  readonly deadline: number;
}

/** A response: its status and head, what its body is, and who it is from. */
export interface ApiResponse extends ResponseHead {
  body: ResponseBody;
  source: ResponseSource;
}

/**
 * No request that only reads takes longer than this: a healthy server responds in well under a second,
 * and a hanging one must leave time to ask again. A request that changes something may take until the
 * deadline: the server may have a project to copy or a file to take in, and giving up on it would leave
 * open what it has done.
 */
const READ_TIMEOUT_MS = 10_000;

export type ApiRequest = Pick<HttpRequest, 'method' | 'url'> & {
  headers?: Record<string, string>;
  body?: HttpRequest['body'];
  /** The keys of the endpoint's own JSON, where they are others than most endpoints have. */
  keys?: DocumentedKeys;
};

/**
 * Sends one request with the user's token and reads the response, whatever its status. A token that is
 * refused moments after its issue is sent again a second later: clocks differ, and the tokens of some
 * providers are valid only from the next second.
 * The token goes nowhere but to the connection's own origin, by construction and by this check.
 *
 * @throws NetworkError when no response came
 * @throws TokenExpiredError when the server refused the token, so that nothing was done
 */
export async function request(api: Api, request: ApiRequest): Promise<ApiResponse> {
  if (new URL(request.url).origin !== api.server.origin) {
    throw new TypeError('An API request may only go to the server of its connection.');
  }
  const { clock } = api;
  // A stream can be sent only once, so it waits until its token is certainly valid.
  if (request.body instanceof Readable) await clock.sleep(remainingBreakIn(api, clock.now()));
  for (;;) {
    const response = await send(api, request);
    if (!isTokenRefused(response, api, clock.now())) return response;
    const mayBeValidSoon = remainingBreakIn(api, clock.now()) > 0;
    if (!mayBeValidSoon || clock.now() + TOKEN_RETRY_MS >= api.deadline) {
      throw new TokenExpiredError();
    }
    await clock.sleep(TOKEN_RETRY_MS);
  }
}

/** Between two requests with a token that has just been issued and is refused. */
const TOKEN_RETRY_MS = 1_000;

async function send(api: Api, request: ApiRequest): Promise<ApiResponse> {
  const remaining = api.deadline - api.clock.now();
  if (remaining <= 0) throw new NetworkError('timeout', true);
  const { headers, keys, ...rest } = request;
  const response = await api.transport({
    ...rest,
    headers: {
      accept: 'application/json',
      ...headers,
      authorization: `Bearer ${api.accessToken}`,
    },
    timeoutMs: request.method === 'GET' ? Math.min(READ_TIMEOUT_MS, remaining) : remaining,
  });
  const { status, header } = response;
  const body = parseBody(response, api.secrets);
  return { status, header, body, source: responseSource({ status, header, body }, keys) };
}

/** `request` that posts JSON. */
export function postJson(
  api: Api,
  url: string,
  json: unknown,
  keys?: DocumentedKeys,
): Promise<ApiResponse> {
  return request(api, {
    method: 'POST',
    url,
    ...(keys && { keys }),
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(json),
  });
}
