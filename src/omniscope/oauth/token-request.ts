import type { Clock } from '../clock.ts';
import { OmniscopeError } from '../errors.ts';
import { toReadError } from '../http/network-error.ts';
import { parseBody, type ResponseBody } from '../http/response-body.ts';
import { intermediaryError } from '../http/response-errors.ts';
import { type DocumentedKeys, responseSource } from '../http/response-source.ts';
import { parseRetryAfter } from '../http/retry-after.ts';
import type { ResponseHead, Transport } from '../http/transport.ts';
import type { ServerUrl } from '../server-url.ts';
import { tokenUrl } from '../urls.ts';
import type { OAuthClient } from './client.ts';
import { judgeTokenError, parseTokenError } from './token-error.ts';
import { hasAccessToken, parseTokenSet, type TokenSet } from './token-set.ts';

/** Where tokens come from: one server's broker, one integration, one client. */
export interface TokenSource {
  server: ServerUrl;
  integrationId: string;
  client: OAuthClient;
  transport: Transport;
  clock: Clock;
}

/** Logins and refreshes pass through the identity provider, which may be slow at waking up. */
const TOKEN_TIMEOUT_MS = 15_000;

/** Exchanges an authorization code (RFC 6749 §4.1.3). @throws OmniscopeError as requestTokens */
export function exchangeCode(
  source: TokenSource,
  grant: { code: string; redirectUri: string },
): Promise<TokenSet> {
  return requestTokens(source, {
    grant_type: 'authorization_code',
    code: grant.code,
    redirect_uri: grant.redirectUri,
  });
}

/** Exchanges a refresh token (RFC 6749 §6). @throws OmniscopeError as requestTokens */
export function refreshTokens(source: TokenSource, refreshToken: string): Promise<TokenSet> {
  return requestTokens(source, { grant_type: 'refresh_token', refresh_token: refreshToken });
}

/**
 * One token request: client ID and secret in the body (documented), never redirected.
 *
 * @throws OmniscopeError token-rejected where the authorization server refuses for good;
 *   token-request-failed, server-busy, server-failed, intermediary-response, not-an-omniscope-api,
 *   unreachable where another try may succeed; invalid-token-response
 */
async function requestTokens(
  source: TokenSource,
  grant: Record<string, string>,
): Promise<TokenSet> {
  const { server, client, clock } = source;
  const { host } = server;
  const response = await source
    .transport({
      method: 'POST',
      url: tokenUrl(server, source.integrationId),
      headers: { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({
        ...grant,
        client_id: client.id,
        client_secret: client.secret,
      }).toString(),
      timeoutMs: TOKEN_TIMEOUT_MS,
    })
    .catch((error) => {
      throw toReadError(host, error);
    });
  const { status, header } = response;
  const body = parseBody(response);
  if (status >= 300 || !hasAccessToken(body.json)) {
    throw tokenRequestError(source, { status, header, body });
  }
  const tokens = parseTokenSet(body.json, clock.now());
  if (typeof tokens === 'string') {
    throw new OmniscopeError('invalid-token-response', { host, field: tokens });
  }
  return tokens;
}

const TOKEN_ENDPOINT_KEYS: DocumentedKeys = {
  success: ['access_token'],
  failure: ['error', 'errorType', 'errorMessage'],
  withoutBody: [],
};

/** What a response without tokens means: a refusal first, whatever its status (some come with 200). */
function tokenRequestError(
  { server, clock }: TokenSource,
  response: ResponseHead & { body: ResponseBody },
): OmniscopeError {
  const { host } = server;
  const { status, body } = response;
  const error = parseTokenError(body);
  const { reason, isRefusal } = error === null ? UNKNOWN : judgeTokenError(error);
  if (isRefusal) return new OmniscopeError('token-rejected', { reason });
  if (status === 429) {
    const retryAfterSeconds = parseRetryAfter(clock, response);
    return new OmniscopeError('server-busy', { host, retryAfterSeconds });
  }
  if (reason !== 'other') return new OmniscopeError('token-request-failed', { reason });
  const source = responseSource(response, TOKEN_ENDPOINT_KEYS);
  if (status >= 500 && source.from === 'api') {
    return new OmniscopeError('server-failed', { host, status });
  }
  // Documented: "page not found" here means a server or an Integration ID that Omniscope does not know.
  if (status === 404) return new OmniscopeError('token-request-failed', { reason: 'no-endpoint' });
  // RFC 6749 §5.2: 401 is for a client that was not accepted, with or without words.
  const isFromServer = source.from === 'api' || source.intermediary.found === 'empty';
  if (status === 401 && isFromServer) {
    return new OmniscopeError('token-request-failed', { reason: 'client' });
  }
  if (source.from === 'api' && status >= 400) {
    return new OmniscopeError('token-request-failed', { reason: 'other' });
  }
  if (source.from === 'intermediary' && status >= 300) {
    return intermediaryError(host, source.intermediary);
  }
  const found = body.form === 'html' ? 'a web page' : 'an unknown answer';
  return new OmniscopeError('not-an-omniscope-api', { host, found });
}

const UNKNOWN = { reason: 'other', isRefusal: false } as const;
