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

/** The status, the body and the headers of a response of the token endpoint. */
const text = (status: number, body: string, headers = {}): Reply => ({ status, body, headers });
const oauth = (error: string, error_description = '', status = 400): Reply => ({
  status,
  body: { error, error_description },
});
const page = '<!DOCTYPE html><title>invalid_grant</title><p>Token refresh failed';

describe('a token error of the authorization server itself', () => {
  test.each<[string, Reply]>([
    ['redirect-uri', text(400, 'redirect_uri does not match')],
    ['redirect-uri', oauth('invalid_grant', 'redirect_uri does not match')],
    ['login-client', oauth('invalid_redirect_uri')],
    ['client', oauth('invalid_client', '', 401)],
    ['client', oauth('unauthorized_client', 'Invalid client credentials')],
    ['client', text(400, 'invalid_client: Wrong client id or client secret')],
    ['grant-type', oauth('unauthorized_client', "Grant type 'refresh_token' not allowed")],
    ['grant-type', oauth('unsupported_grant_type')],
    ['grant', oauth('invalid_grant', 'Token is not active')],
    ['grant', oauth('invalid_grant', '', 200)],
    ['grant', oauth(' Invalid_Grant\n')],
    ['grant', text(400, 'INVALID_GRANT')],
    ['grant', oauth('invalid_grant', '', 503)],
    ['grant', oauth('Token refresh failed', '', 500)],
    ['grant', text(500, 'Token refresh failed')],
    ['grant', { status: 400, body: { errorType: 'X', errorMessage: 'Token refresh failed' } }],
    ['audience', text(400, 'Access token missing audience')],
    ['subject', text(401, 'Access token missing subject claim')],
    ['exchange', text(502, 'Token exchange failed')],
    ['exchange', oauth('server_error', 'Token exchange failed')],
    ['scope', oauth('invalid_scope')],
    ['consent', oauth('invalid_grant', 'AADSTS65001: The user has not consented')],
    ['integration', oauth('unauthorized_client', 'This integration is disabled')],
  ])('is final, whatever its status: %s', async (reason, reply) => {
    expect(await errorOf(exchange(reply))).toEqual({ code: 'token-rejected', reason });
  });
});

// home-assistant 175381, twenty 23705, PostHog 80615: connections given up for what would have passed.
describe('a token error that may pass, or comes from something in front of the server', () => {
  test.each<[string, Reply]>([
    ['unavailable', oauth('temporarily_unavailable', 'Token refresh failed')],
    ['unavailable', oauth('server_error', '', 500)],
    ['redirect-uri', oauth('redirect_uri_mismatch')],
    ['consent', oauth('consent_required')],
    ['consent', oauth('interaction_required')],
    ['consent', oauth('access_denied', 'AADSTS90094: Admin consent is required')],
    ['suspended', text(403, 'The integration is suspended by the user')],
    ['integration', text(403, 'The integration is disabled')],
    ['denied', oauth('access_denied')],
    ['scope', text(403, 'Insufficient scope')],
    ['client', { status: 401 }],
    ['client', text(401, 'Unauthorized')],
    ['no-endpoint', { status: 404 }],
    ['no-endpoint', text(404, page)],
    ['other', oauth('invalid_request')],
    ['other', text(400, 'Something new')],
  ])('has a remedy of its own: %s', async (reason, reply) => {
    expect(await errorOf(exchange(reply))).toEqual({ code: 'token-request-failed', reason });
  });

  test.each<[string, Reply, object]>([
    ['429', text(429, '', { 'retry-after': '3' }), { code: 'server-busy', retryAfterSeconds: 3 }],
    ['a sentence with 503', text(503, 'Not now'), { code: 'server-failed', status: 503 }],
    ['a bare 503', { status: 503 }, { code: 'intermediary-response', found: 'empty' }],
    ['a page with 503', text(503, page), { code: 'intermediary-response', status: 503 }],
    ['a redirect', { status: 302 }, { code: 'not-an-omniscope-api', found: 'a redirect' }],
    ['a login page', text(200, page), { code: 'not-an-omniscope-api', found: 'a web page' }],
    ['a page with 400', text(400, page), { code: 'intermediary-response', found: 'web-page' }],
    ['a page with 401', text(401, page), { code: 'intermediary-response', status: 401 }],
    ['a page with 403', text(403, page), { code: 'intermediary-response', status: 403 }],
    ['a bare 403', { status: 403 }, { code: 'intermediary-response', found: 'empty' }],
    ['JSON of a gateway', { status: 403, body: { message: 'No' } }, { found: 'other-json' }],
    [
      'half a JSON',
      text(400, '{"error_description":"Token refresh failed'),
      { found: 'other-text' },
    ],
    ['a list', { status: 400, body: ['invalid_grant'] }, { found: 'other-text' }],
    ['no token', { body: {} }, { code: 'not-an-omniscope-api', found: 'an unknown answer' }],
    ['an empty token', { body: { access_token: '' } }, { code: 'not-an-omniscope-api' }],
    ['a long text', text(400, `invalid_grant ${'x '.repeat(5_000)}`), { found: 'other-text' }],
    ['a lost response', new NetworkError('timeout'), { code: 'unreachable', reason: 'timeout' }],
  ])('gets an error by what it is: %s', async (_, reply, expected) => {
    expect(await errorOf(exchange(reply))).toMatchObject(expected);
  });

  test.each([408, 409, 421, 423, 425, 428])('is any %d without words', async (status) => {
    const error = await errorOf(exchange({ status }));
    expect(error).toMatchObject({ code: 'intermediary-response', status });
  });
});

test('a token that comes with an error status is none', async () => {
  const error = await errorOf(exchange({ status: 400, body: { access_token: 'a' } }));
  expect(error).toMatchObject({ code: 'intermediary-response', found: 'other-json' });
});

test('a token that cannot be used is refused by the name of its field', async () => {
  const body = { access_token: 'a', token_type: 'mac' };
  expect(await errorOf(exchange({ body }))).toEqual({
    code: 'invalid-token-response',
    host: 'omniscope.example.com',
    field: 'token_type',
  });
});
