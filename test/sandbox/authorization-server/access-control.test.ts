import { describe, expect, test } from '@jest/globals';
import { tokenFingerprint } from '../../../sandbox/authorization-server/token-hash.ts';
import { createHarness } from './harness.ts';

const HOUR = 3_600_000;

describe('what users and administrators can do to a connection', () => {
  test('suspended: calls and refreshes are rejected until it is resumed', async () => {
    const harness = await createHarness();
    const { accessToken, refreshToken } = await harness.connect();
    harness.server.suspend('app', 'alice');
    expect(await harness.verify(accessToken)).toContain('suspended');
    expect((await harness.refresh(refreshToken)).json).toEqual({
      error: 'invalid_grant',
      error_description: 'Token refresh failed',
    });
    harness.server.resume('app', 'alice');
    expect(await harness.verify(accessToken)).toBe('ok');
    expect((await harness.refresh(refreshToken)).status).toBe(200);
  });

  test('suspended: connecting again does not undo it', async () => {
    const harness = await createHarness();
    harness.server.suspend('app', 'alice');
    const code = (await harness.login()).searchParams.get('code') ?? '';
    const { json } = await harness.exchange(code);
    expect(json.error).toBe('invalid_grant');
    expect(json.error_description).toContain('suspended');
  });

  test('revoked: calls and refreshes are rejected until the user connects again', async () => {
    const harness = await createHarness();
    const { accessToken, refreshToken } = await harness.connect();
    harness.server.revoke('app', 'alice');
    expect(await harness.verify(accessToken)).toBe('Access token revoked');
    expect((await harness.refresh(refreshToken)).json.error).toBe('invalid_grant');
    expect(harness.server.connections()).toEqual([]);
    expect(await harness.verify((await harness.connect()).accessToken)).toBe('ok');
  });

  test('does not affect other users', async () => {
    const harness = await createHarness();
    const alice = await harness.connect();
    harness.provider.claims = { ...harness.provider.claims, preferred_username: 'bob' };
    const bob = await harness.connect();
    harness.server.revoke('app', 'bob');
    harness.server.suspend('app', 'bob');
    expect(await harness.verify(alice.accessToken)).toBe('ok');
    expect(await harness.verify(bob.accessToken)).not.toBe('ok');
  });

  test('the integration disabled: its tokens are rejected until it is enabled', async () => {
    const harness = await createHarness();
    const { accessToken } = await harness.connect();
    const [app] = harness.server.integrations;
    if (app === undefined) throw new Error('no integration');
    app.enabled = false;
    expect(await harness.verify(accessToken)).toBe('This integration is disabled');
    app.enabled = true;
    expect(await harness.verify(accessToken)).toBe('ok');
  });
});

describe('the operator of the sandbox', () => {
  test('can expire one token or all, and refreshing helps', async () => {
    const harness = await createHarness();
    const first = await harness.connect();
    const second = await harness.connect();
    harness.server.tokens.expire(first.accessToken);
    expect(await harness.verify(first.accessToken)).toBe('Access token expired');
    expect(await harness.verify(second.accessToken)).toBe('ok');
    harness.server.tokens.expireAll();
    expect(await harness.verify(second.accessToken)).toBe('Access token expired');
    const { json } = await harness.refresh(second.refreshToken);
    expect(await harness.verify(String(json.access_token))).toBe('ok');
  });

  test('can revoke one token or all, and refreshing does not help', async () => {
    const harness = await createHarness();
    const first = await harness.connect();
    const second = await harness.connect();
    harness.server.tokens.revoke(first.accessToken);
    expect(await harness.verify(first.accessToken)).toBe('Access token revoked');
    expect((await harness.refresh(first.refreshToken)).status).toBe(400);
    expect(await harness.verify(second.accessToken)).toBe('ok');
    harness.server.tokens.revokeAll();
    expect(await harness.verify(second.accessToken)).toBe('Access token revoked');
  });

  test('sees six characters of a token and no more, and never a secret', async () => {
    const harness = await createHarness();
    const { accessToken, refreshToken } = await harness.connect();
    const [listed] = harness.server.tokens.list();
    expect(listed).toMatchObject({
      fingerprint: tokenFingerprint(accessToken),
      user: 'alice',
      state: 'live',
    });
    const seen = JSON.stringify([
      harness.server.tokens.list(),
      harness.server.connections(),
      harness.server.requests,
    ]);
    for (const secret of [accessToken, refreshToken, 'provider-refresh', 'app-secret', 'code=']) {
      expect(seen).not.toContain(secret);
    }
  });

  test('sees the requests in order, without their queries', async () => {
    const harness = await createHarness();
    await harness.connect();
    expect(
      harness.server.requests.map(({ method, path, status }) => `${method} ${path} ${status}`),
    ).toEqual([
      'GET /_api_/v1/integration/authorize/app 302',
      'GET /oidc-icb 302',
      'POST /_api_/v1/integration/oauth/token/app 200',
    ]);
  });
});

describe('an access token', () => {
  test('expires by the server’s clock', async () => {
    const harness = await createHarness();
    const { accessToken } = await harness.connect();
    harness.clock.advance(HOUR - 1);
    expect(await harness.verify(accessToken)).toBe('ok');
    harness.clock.advance(1);
    expect(await harness.verify(accessToken)).toBe('Access token expired');
  });

  test('is rejected when the provider signed it for another server', async () => {
    const harness = await createHarness();
    const { claims } = harness.provider;
    const elsewhere = await harness.provider.sign({ ...claims, exp: harness.clock.now() });
    expect(await harness.verify(elsewhere)).toBe('Access token is unknown');
  });
});
