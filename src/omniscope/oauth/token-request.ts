import * as z from 'zod/mini';
import type { Clock } from '../clock.ts';
import { OmniscopeError } from '../errors.ts';
import { toReadError } from '../http/network-error.ts';
import { parseBody } from '../http/response-body.ts';
import { parseRetryAfter } from '../http/retry-after.ts';
import type { Transport } from '../http/transport.ts';
import { lazy } from '../lazy.ts';
import type { ServerUrl } from '../server-url.ts';
import { tokenUrl } from '../urls.ts';
import type { OAuthClient } from './client.ts';
import { tokenErrorReason } from './token-error-reason.ts';

/** Where tokens come from: one server's broker, one integration, one client. */
export interface TokenSource {
  server: ServerUrl;
  integrationId: string;
  client: OAuthClient;
  transport: Transport;
  clock: Clock;
}

export interface TokenSet {
  accessToken: string;
  /** Null where the answer had none: after a refresh the old one then stays (documented). */
  refreshToken: string | null;
  /** Epoch milliseconds, or null where the server does not say. */
  expiresAt: number | null;
  issuedAt: number;
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

const tokenSchema = lazy(() =>
  z.object({
    access_token: z.string().check(z.minLength(1)),
    refresh_token: z.optional(z.nullable(z.string())),
    // A string of digits is not what the standard says, yet harmless to understand.
    expires_in: z.optional(z.nullable(z.union([z.number(), z.string()]))),
  }),
);

/**
 * One token request: client ID and secret in the body (documented), never redirected.
 *
 * @throws OmniscopeError token-rejected, not-an-omniscope-api, server-busy, server-failed, unreachable
 */
async function requestTokens(
  source: TokenSource,
  grant: Record<string, string>,
): Promise<TokenSet> {
  const { server, client, clock } = source;
  const { host } = server;
  const body = new URLSearchParams({
    ...grant,
    client_id: client.id,
    client_secret: client.secret,
  }).toString();
  const answer = await source
    .transport({
      method: 'POST',
      url: tokenUrl(server, source.integrationId),
      headers: { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' },
      body,
      timeoutMs: TOKEN_TIMEOUT_MS,
    })
    .catch((error) => {
      throw toReadError(host, error);
    });

  const { form, json } = parseBody(answer);
  const { success, data } = tokenSchema().safeParse(json);
  if (answer.status < 300 && success) {
    const now = clock.now();
    return {
      accessToken: data.access_token,
      refreshToken: data.refresh_token || null,
      expiresAt: expiry(now, data.expires_in),
      issuedAt: now,
    };
  }
  if (answer.status === 429) {
    throw new OmniscopeError('server-busy', {
      host,
      retryAfterSeconds: parseRetryAfter(clock, answer),
    });
  }
  const fault = tokenErrorReason(answer.text);
  if (answer.status === 401 && fault === 'other') {
    throw new OmniscopeError('token-rejected', { reason: 'client' });
  }
  if (fault !== 'other') throw new OmniscopeError('token-rejected', { reason: fault });
  if (answer.status >= 500)
    throw new OmniscopeError('server-failed', { host, status: answer.status });
  // Documented: "page not found" here means an address or an integration ID that the server does not know.
  if (answer.status === 404) throw new OmniscopeError('token-rejected', { reason: 'integration' });
  if (answer.status >= 300 && answer.status < 400) {
    throw new OmniscopeError('not-an-omniscope-api', { host, found: 'a redirect' });
  }
  if (form === 'html')
    throw new OmniscopeError('not-an-omniscope-api', { host, found: 'a web page' });
  if (answer.status >= 400) throw new OmniscopeError('token-rejected', { reason: 'other' });
  throw new OmniscopeError('not-an-omniscope-api', { host, found: 'an unknown answer' });
}

/** No token lives for longer than a year; a greater number is a mistake, and no date could hold some. */
const LONGEST_LIFE_S = 365 * 24 * 60 * 60;

/** A life of nothing or less tells nothing: to believe it would mean to refresh for ever. */
function expiry(now: number, expiresIn: number | string | null | undefined): number | null {
  const seconds = Number(expiresIn ?? Number.NaN);
  return seconds > 0 ? now + Math.min(seconds, LONGEST_LIFE_S) * 1000 : null;
}
