import { describe, expect, test } from '@jest/globals';
import { createVirtualClock } from '../../../sandbox/zapier-emulator/virtual-clock.ts';
import { type HttpRequest, NetworkError } from '../../../src/omniscope/http/transport.ts';
import { exchangeCode, refreshTokens } from '../../../src/omniscope/oauth/token-request.ts';
import { errorOf, type Reply, server, transportOf } from '../fixture.ts';

const START = Date.UTC(2026, 0, 1);
const client = { id: 'the id', secret: 's&cret=+' };

function source(reply: Reply, requests: HttpRequest[] = []) {
  const clock = createVirtualClock(START);
  const transport = transportOf(clock, () => reply, requests);
  return { server, integrationId: 'zapier', client, transport, clock };
}
const grant = { code: 'the code', redirectUri: 'https://zapier.com/return/' };
const exchange = (reply: Reply) => exchangeCode(source(reply), grant);
const form = (request?: HttpRequest) =>
  Object.fromEntries(new URLSearchParams(String(request?.body)));

describe('a token request', () => {
  test('has client and secret in its body, and nothing of them elsewhere', async () => {
    const requests: HttpRequest[] = [];
    await exchangeCode(source({ body: { access_token: 'a' } }, requests), grant);
    await refreshTokens(source({ body: { access_token: 'a' } }, requests), 'the refresh token');
    const url = 'https://omniscope.example.com/_api_/v1/integration/oauth/token/zapier';
    expect(requests.map((request) => [request.method, request.url, form(request)])).toEqual([
      [
        'POST',
        url,
        {
          grant_type: 'authorization_code',
          code: 'the code',
          redirect_uri: 'https://zapier.com/return/',
          client_id: 'the id',
          client_secret: 's&cret=+',
        },
      ],
      [
        'POST',
        url,
        {
          grant_type: 'refresh_token',
          refresh_token: 'the refresh token',
          client_id: 'the id',
          client_secret: 's&cret=+',
        },
      ],
    ]);
    expect(requests.map(({ headers }) => headers)).toEqual(
      Array(2).fill({
        accept: 'application/json',
        'content-type': 'application/x-www-form-urlencoded',
      }),
    );
  });

  test('gives what the server grants', async () => {
    const body = { access_token: 'a', refresh_token: 'r', token_type: 'Bearer', expires_in: 3600 };
    expect(await exchange({ body })).toEqual({
      accessToken: 'a',
      refreshToken: 'r',
      expiresAt: START + 3_600_000,
      issuedAt: START,
    });
  });

  test.each([undefined, null, ''])('may leave the refresh token out: %j', async (refresh_token) => {
    const { refreshToken } = await exchange({ body: { access_token: 'a', refresh_token } });
    expect(refreshToken).toBeNull();
  });
});

describe('an expiry', () => {
  test.each([
    [60, 60],
    [0.5, 0.5],
    ['3600', 3_600],
    [1e13, 31_536_000],
    ['Infinity', 31_536_000],
  ])('is counted from the answer, and never too far off for a date: %j', async (given, seconds) => {
    const { expiresAt } = await exchange({ body: { access_token: 'a', expires_in: given } });
    expect(expiresAt).toBe(START + seconds * 1000);
  });

  test.each([undefined, null, '', 0, -5, 'soon', '1h'])(
    'is unknown where none is told, or one that would refresh for ever: %j',
    async (given) => {
      const { expiresAt } = await exchange({ body: { access_token: 'a', expires_in: given } });
      expect(expiresAt).toBeNull();
    },
  );
});

describe('a refusal', () => {
  const text = (status: number, body: string): Reply => ({ status, body });
  const oauth = (error: string, error_description = ''): Reply => ({
    status: 400,
    body: { error, error_description },
  });
  test.each<[string, Reply]>([
    ['redirect-uri', text(400, 'redirect_uri does not match')],
    ['login-client', oauth('invalid_redirect_uri')],
    ['client', oauth('invalid_client')],
    ['client', { status: 401 }],
    ['client', oauth('unauthorized_client')],
    ['grant', oauth('invalid_grant', 'Token is not active')],
    ['grant', text(500, 'Token refresh failed')],
    ['audience', text(400, 'Access token missing audience')],
    ['subject', { status: 401, body: 'Access token missing subject claim' }],
    ['exchange', text(502, 'Token exchange failed')],
    ['exchange', oauth('invalid_grant', 'Token exchange failed')],
    ['scope', oauth('invalid_scope')],
    ['scope', text(403, 'Insufficient scope')],
    ['suspended', text(403, 'The integration is suspended by the user')],
    ['integration', text(403, 'The integration is disabled')],
    ['integration', { status: 404, body: '<html>Page not found</html>' }],
    ['denied', oauth('access_denied')],
    ['other', text(400, 'Something new')],
  ])('is %s', async (reason, reply) => {
    expect(await errorOf(exchange(reply))).toEqual({ code: 'token-rejected', reason });
  });

  test.each<[string, Reply, object]>([
    [
      '429',
      { status: 429, headers: { 'retry-after': '3' } },
      { code: 'server-busy', retryAfterSeconds: 3 },
    ],
    ['503', { status: 503 }, { code: 'server-failed', status: 503 }],
    ['a redirect', { status: 302 }, { code: 'not-an-omniscope-api', found: 'a redirect' }],
    ['a login page', { body: '<html>' }, { code: 'not-an-omniscope-api', found: 'a web page' }],
    ['a page with 400', text(400, '<html>'), { code: 'not-an-omniscope-api' }],
    ['no token', { body: {} }, { code: 'not-an-omniscope-api', found: 'an unknown answer' }],
    ['an empty token', { body: { access_token: '' } }, { code: 'not-an-omniscope-api' }],
    ['a lost answer', new NetworkError('timeout'), { code: 'unreachable', reason: 'timeout' }],
  ])('is not seen in %s', async (_, reply, expected) => {
    expect(await errorOf(exchange(reply))).toMatchObject(expected);
  });
});
