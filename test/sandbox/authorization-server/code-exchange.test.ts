import { describe, expect, test } from '@jest/globals';
import { CLIENT, createHarness, encode, FORM, type Harness, REDIRECT_URI } from './harness.ts';

const TOKEN = '/_api_/v1/integration/oauth/token/app';

async function newCode({ login }: Harness, scope?: string): Promise<string> {
  const end = await login(scope === undefined ? {} : { scope });
  return end.searchParams.get('code') ?? '';
}

describe('exchanging a code', () => {
  test('gives the documented response, which may not be cached', async () => {
    const harness = await createHarness();
    const { status, json, headers } = await harness.exchange(await newCode(harness));
    expect(status).toBe(200);
    expect(json).toEqual({
      access_token: expect.stringMatching(/^eyJ/),
      refresh_token: expect.any(String),
      token_type: 'Bearer',
      expires_in: 3600,
    });
    expect(headers['cache-control']).toBe('no-store');
    expect(await harness.verify(String(json.access_token))).toBe('ok');
  });

  test.each([
    ['a trailing slash less', REDIRECT_URI.slice(0, -1)],
    ['another registered-looking path', `${REDIRECT_URI}x`],
    ['none', undefined],
  ])('rejects a redirect URI that differs from the first request’s: %s', async (_how, uri) => {
    const harness = await createHarness();
    const answer = await harness.exchange(await newCode(harness), { redirect_uri: uri });
    expect(answer.status).toBe(400);
    expect(answer.json.error_description).toBe('redirect_uri does not match');
  });

  test('accepts a code once, and ends the grant at its reuse', async () => {
    const harness = await createHarness();
    const code = await newCode(harness);
    const { json } = await harness.exchange(code);
    expect((await harness.exchange(code)).json.error).toBe('invalid_grant');
    expect(await harness.verify(String(json.access_token))).toBe('Access token revoked');
    expect((await harness.refresh(String(json.refresh_token))).json.error).toBe('invalid_grant');
  });

  test('accepts a code for a minute', async () => {
    const harness = await createHarness();
    const [early, late] = [await newCode(harness), await newCode(harness)];
    harness.clock.advance(59_999);
    expect((await harness.exchange(early)).status).toBe(200);
    harness.clock.advance(1);
    expect((await harness.exchange(late)).json.error).toBe('invalid_grant');
  });

  test('rejects a code of another integration', async () => {
    const harness = await createHarness();
    const answer = await harness.requestToken(
      {
        grant_type: 'authorization_code',
        code: await newCode(harness),
        redirect_uri: REDIRECT_URI,
      },
      'other',
    );
    expect(answer.json.error).toBe('invalid_grant');
  });

  test('gives no refresh token unless offline_access was requested', async () => {
    const harness = await createHarness();
    const { json } = await harness.exchange(await newCode(harness, 'workflowapi:execute'));
    expect(json.access_token).toBeDefined();
    expect(json).not.toHaveProperty('refresh_token');
  });

  test('gives no refresh token when the provider grants none', async () => {
    const harness = await createHarness();
    harness.provider.givesRefreshTokens = false;
    const { json } = await harness.exchange(await newCode(harness));
    expect(json.access_token).toBeDefined();
    expect(json).not.toHaveProperty('refresh_token');
  });

  test('can omit expires_in', async () => {
    const harness = await createHarness({ assumptions: { expiresIn: 'absent' } });
    const { json } = await harness.exchange(await newCode(harness));
    expect(json).not.toHaveProperty('expires_in');
  });

  test('can give opaque tokens, which the API accepts', async () => {
    const harness = await createHarness({ assumptions: { accessToken: 'opaque' } });
    const { accessToken } = await harness.connect();
    expect(accessToken).not.toContain('.');
    expect(await harness.verify(accessToken)).toBe('ok');
  });
});

describe('a failure at the provider', () => {
  test.each([
    ['not_allowed', 400, 'Token exchange failed'],
    ['invalid_redirect_uri', 400, 'invalid_redirect_uri'],
    ['unreachable', 502, 'Token exchange failed'],
  ])('%s reaches the application with Omniscope’s message', async (failure, status, words) => {
    const harness = await createHarness();
    harness.provider.failure = failure;
    const answer = await harness.exchange(await newCode(harness));
    expect(answer.status).toBe(status);
    expect(answer.json.error_description).toBe(words);
  });

  test.each([
    ['aud', 'Access token missing audience'],
    ['sub', 'Access token missing subject claim'],
  ])('a token without %s is rejected, in the exchange or at the API', async (claim, words) => {
    const harness = await createHarness();
    harness.provider.claims = { ...harness.provider.claims, [claim]: undefined };
    const refused = await harness.exchange(await newCode(harness));
    expect(refused.status).toBe(400);
    expect(refused.json.error_description).toBe(words);

    harness.server.assumptions.badTokensRefusedAt = 'api';
    const { json } = await harness.exchange(await newCode(harness));
    expect(await harness.verify(String(json.access_token))).toBe(words);
  });

  test('can be given in plain text', async () => {
    const harness = await createHarness({ assumptions: { errorBody: 'text' } });
    const wrong = { redirect_uri: 'https://app.example' };
    expect((await harness.exchange(await newCode(harness), wrong)).text).toBe(
      'redirect_uri does not match',
    );
    expect((await harness.refresh('unknown')).text).toMatch(/^invalid_grant: /);
  });
});

describe('a token request', () => {
  test.each([
    ['a wrong secret', { client_secret: 'wrong' }],
    ['no secret', { client_secret: undefined }],
    ['another client id', { client_id: 'somebody' }],
  ])('with %s is an invalid client', async (_how, changes) => {
    const harness = await createHarness();
    const code = await newCode(harness);
    const refused = await harness.exchange(code, changes);
    expect(refused.status).toBe(401);
    expect(refused.headers['www-authenticate']).toBeDefined();
    expect(refused.json.error).toBe('invalid_client');

    harness.server.assumptions.invalidClientStatus = 400;
    expect((await harness.exchange(code, changes)).status).toBe(400);
    // A client without the secret cannot use the code up either.
    expect((await harness.exchange(code)).status).toBe(200);
  });

  test('is a form: JSON is rejected', async () => {
    const harness = await createHarness();
    const body = { ...CLIENT, grant_type: 'authorization_code', code: await newCode(harness) };
    const headers = { 'content-type': 'application/json' };
    const answer = await harness.send('POST', TOKEN, JSON.stringify(body), headers);
    expect(answer.status).toBe(415);
  });

  test('may name a character set with its content type', async () => {
    const harness = await createHarness();
    const body = encode({ ...CLIENT, grant_type: 'refresh_token', refresh_token: 'unknown' });
    const headers = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' };
    const answer = await harness.send('POST', TOKEN, body, headers);
    expect(answer.json.error).toBe('invalid_grant');
  });

  test('has its parameters in the body: in the URL they are rejected', async () => {
    const harness = await createHarness();
    const form = { grant_type: 'authorization_code', code: await newCode(harness) };
    const url = `${TOKEN}?${encode(CLIENT)}`;
    const answer = await harness.send('POST', url, encode({ ...CLIENT, ...form }), FORM);
    expect(answer.json.error).toBe('invalid_request');
  });

  test.each(['Basic YXBwLWNsaWVudDphcHAtc2VjcmV0', 'Bearer some-access-token'])(
    'carries no Authorization header: %s is refused',
    async (authorization) => {
      const harness = await createHarness();
      const answer = await harness.send('POST', TOKEN, encode(CLIENT), { ...FORM, authorization });
      expect(answer.json.error).toBe('invalid_request');
    },
  );

  test.each([
    ['a parameter twice', `${encode(CLIENT)}&client_id=app-client`, 400, 'invalid_request'],
    ['a huge body', 'a'.repeat(70_000), 413, 'invalid_request'],
    [
      'an unknown grant type',
      encode({ ...CLIENT, grant_type: 'password' }),
      400,
      'unsupported_grant_type',
    ],
    ['no grant type', encode(CLIENT), 400, 'unsupported_grant_type'],
  ])('with %s is rejected', async (_what, body, status, error) => {
    const { send } = await createHarness();
    const answer = await send('POST', TOKEN, body, FORM);
    expect(answer.status).toBe(status);
    expect(answer.json.error).toBe(error);
  });

  test('is rejected while the integration is disabled', async () => {
    const harness = await createHarness();
    const code = await newCode(harness);
    for (const integration of harness.server.integrations) integration.enabled = false;
    expect((await harness.exchange(code)).json.error).toBe('unauthorized_client');
  });
});

describe('an integration with a redirect URL for each user', () => {
  const bobs = 'https://app.example/bob';

  async function createPerUserBench(): Promise<Harness> {
    const [app] = (await createHarness()).server.integrations;
    if (app === undefined) throw new Error('no integration');
    const urls = new Map([
      ['alice', REDIRECT_URI],
      ['bob', bobs],
    ]);
    return createHarness({ integrations: [{ ...app, redirect: { kind: 'per-user', urls } }] });
  }

  test('accepts the one of the user who logged in', async () => {
    const harness = await createPerUserBench();
    expect((await harness.exchange(await newCode(harness))).status).toBe(200);
  });

  test('rejects the user’s own when the login began with another one', async () => {
    const harness = await createPerUserBench();
    const code = (await harness.login({ redirect_uri: bobs })).searchParams.get('code') ?? '';
    const answer = await harness.exchange(code, { redirect_uri: REDIRECT_URI });
    expect(answer.json.error_description).toBe('redirect_uri does not match');
  });

  test('rejects the one of another user', async () => {
    const harness = await createPerUserBench();
    const code = (await harness.login({ redirect_uri: bobs })).searchParams.get('code') ?? '';
    const answer = await harness.exchange(code, { redirect_uri: bobs });
    expect(answer.json.error_description).toBe('redirect_uri does not match');
  });
});
