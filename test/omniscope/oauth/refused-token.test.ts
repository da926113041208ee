import { describe, expect, test } from '@jest/globals';
import { parseBody } from '../../../src/omniscope/http/response-body.ts';
import { isTokenRefused, type TokenTimes } from '../../../src/omniscope/oauth/refused-token.ts';

const NOW = Date.UTC(2026, 0, 1);
const HOUR_MS = 3_600_000;
const UNKNOWN: TokenTimes = { issuedAt: null, expiresAt: null };
const LIVE: TokenTimes = { issuedAt: NOW - HOUR_MS / 2, expiresAt: NOW + HOUR_MS / 2 };
const OVER: TokenTimes = { issuedAt: NOW - HOUR_MS, expiresAt: NOW };

function isRefused(
  body: unknown,
  token: TokenTimes = LIVE,
  { status = 403, challenge = '' } = {},
): boolean {
  const response = {
    status,
    header: (name: string) => (name === 'www-authenticate' && challenge !== '' ? challenge : null),
    text: typeof body === 'string' ? body : JSON.stringify(body),
  };
  return isTokenRefused({ ...response, body: parseBody(response) }, token, NOW);
}

describe('a 401', () => {
  test.each([LIVE, OVER, UNKNOWN])('refuses the token, whatever its times: %j', (token) => {
    expect(isRefused('', token, { status: 401 })).toBe(true);
  });
});

// n8n 34147: an expired token is answered with 403.
describe('a 403', () => {
  test('refuses a token whose time is over', () => {
    expect(isRefused('Forbidden', OVER)).toBe(true);
    expect(isRefused({ errorType: 'FORBIDDEN' }, OVER)).toBe(true);
    expect(isRefused('Forbidden', LIVE)).toBe(false);
    expect(isRefused('Forbidden', UNKNOWN)).toBe(false);
  });

  test.each([
    'Access token expired',
    'The access token has expired.',
    'Forbidden: token is invalid or has expired',
    'Invalid token',
    'invalid or expired JWT',
    'JWT expired at 2026-01-01T00:00:00Z',
    'Request denied because the bearer token is no longer valid',
    'The security token included in the request is expired',
    'The access token is not yet valid',
    'This token is no longer accepted',
    { error: 'invalid_token' },
    { error: 'unauthorized', error_description: 'Token was revoked' },
    { errorType: 'TOKEN_EXPIRED', errorMessage: null },
    { code: 'TokenExpiredError' },
    { message: 'jwt expired' },
  ])('refuses a token of which it says so: %j', (body) => {
    expect(isRefused(body)).toBe(true);
    expect(isRefused(body, UNKNOWN)).toBe(true);
  });

  test.each([
    'Your licence has expired',
    'The account of this token owner has expired',
    'Token accepted, but the account expired',
    'Licence token expired',
    'Invalid CSRF token',
    'CSRF token is invalid',
    'Invalid licence. Ask for a new token',
    'The token is not expired, but your group may not do this',
    'Access token is missing the scope workflowapi:execute',
    { errorType: 'ACCOUNT_EXPIRED', errorMessage: 'Account expired' },
    { message: { text: 'Token expired' } },
    '',
  ])('leaves the token alone where it speaks of something else: %j', (body) => {
    expect(isRefused(body)).toBe(false);
  });

  test('refuses a token in its challenge, and no other way than by Bearer', () => {
    const challenge = 'Bearer realm="api", error="invalid_token"';
    expect(isRefused('', LIVE, { challenge })).toBe(true);
    expect(isRefused('<html>Forbidden', LIVE, { challenge })).toBe(true);
    const description = 'Bearer error_description="The access token expired"';
    expect(isRefused('', LIVE, { challenge: description })).toBe(true);
    expect(isRefused('', LIVE, { challenge: 'Bearer error="insufficient_scope"' })).toBe(false);
    expect(isRefused('', LIVE, { challenge: 'Basic realm="invalid token"' })).toBe(false);
  });

  test('of a web page says nothing about the token', () => {
    for (const token of [LIVE, OVER]) {
      expect(isRefused('<html><p>Your access token has expired', token)).toBe(false);
    }
  });

  test('does not have a new token refreshed for ever', () => {
    const issued = (ageMs: number) => ({ issuedAt: NOW - ageMs, expiresAt: NOW + HOUR_MS });
    expect(isRefused('Token expired', issued(29_999))).toBe(false);
    expect(isRefused('Token expired', issued(30_000))).toBe(true);
  });

  test('refuses a token that is not valid yet, as long as it may become valid (indigo-iam 704)', () => {
    const issued = (ageMs: number) => ({ issuedAt: NOW - ageMs, expiresAt: NOW + HOUR_MS });
    expect(isRefused('Access token not valid yet', issued(0))).toBe(true);
    expect(isRefused('Access token not valid yet', issued(1_999))).toBe(true);
    expect(isRefused('Access token not valid yet', issued(2_000))).toBe(false);
  });
});

test.each([200, 400, 404, 500])('%d refuses no token', (status) => {
  expect(isRefused('Token expired', OVER, { status })).toBe(false);
});
