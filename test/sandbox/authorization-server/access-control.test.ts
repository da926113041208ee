import { describe, expect, test } from '@jest/globals';
import { createBench } from './harness.ts';

const HOUR = 3_600_000;

describe('what users and administrators can do to a connection', () => {
  test('suspended: calls and refreshes are refused, and go on after it is resumed', async () => {
    const bench = await createBench();
    const { accessToken, refreshToken } = await bench.connect();
    bench.broker.suspend('app', 'alice');
    expect(await bench.verify(accessToken)).toContain('suspended');
    expect((await bench.refresh(refreshToken)).json).toEqual({
      error: 'invalid_grant',
      error_description: 'Token refresh failed',
    });
    bench.broker.resume('app', 'alice');
    expect(await bench.verify(accessToken)).toBe('ok');
    expect((await bench.refresh(refreshToken)).status).toBe(200);
  });

  test('suspended: connecting again does not undo it', async () => {
    const bench = await createBench();
    bench.broker.suspend('app', 'alice');
    const code = (await bench.login()).searchParams.get('code') ?? '';
    const { json } = await bench.exchange(code);
    expect(json.error).toBe('invalid_grant');
    expect(json.error_description).toContain('suspended');
  });

  test('revoked: calls and refreshes are refused until the user connects again', async () => {
    const bench = await createBench();
    const { accessToken, refreshToken } = await bench.connect();
    bench.broker.revoke('app', 'alice');
    expect(await bench.verify(accessToken)).toBe('Access token revoked');
    expect((await bench.refresh(refreshToken)).json.error).toBe('invalid_grant');
    expect(bench.broker.connections()).toEqual([]);
    expect(await bench.verify((await bench.connect()).accessToken)).toBe('ok');
  });

  test('touches nobody else', async () => {
    const bench = await createBench();
    const alice = await bench.connect();
    bench.provider.claims = { ...bench.provider.claims, preferred_username: 'bob' };
    const bob = await bench.connect();
    bench.broker.revoke('app', 'bob');
    bench.broker.suspend('app', 'bob');
    expect(await bench.verify(alice.accessToken)).toBe('ok');
    expect(await bench.verify(bob.accessToken)).not.toBe('ok');
  });

  test('the integration disabled: its tokens are refused while that lasts', async () => {
    const bench = await createBench();
    const { accessToken } = await bench.connect();
    const [app] = bench.broker.integrations;
    if (app === undefined) throw new Error('no integration');
    app.enabled = false;
    expect(await bench.verify(accessToken)).toBe('This integration is disabled');
    app.enabled = true;
    expect(await bench.verify(accessToken)).toBe('ok');
  });
});

describe('the operator of the sandbox', () => {
  test('can expire one token or all, and refreshing helps', async () => {
    const bench = await createBench();
    const first = await bench.connect();
    const second = await bench.connect();
    bench.broker.tokens.expire(first.accessToken);
    expect(await bench.verify(first.accessToken)).toBe('Access token expired');
    expect(await bench.verify(second.accessToken)).toBe('ok');
    bench.broker.tokens.expireAll();
    expect(await bench.verify(second.accessToken)).toBe('Access token expired');
    const { json } = await bench.refresh(second.refreshToken);
    expect(await bench.verify(String(json.access_token))).toBe('ok');
  });

  test('can revoke one token or all, and refreshing does not help', async () => {
    const bench = await createBench();
    const first = await bench.connect();
    const second = await bench.connect();
    bench.broker.tokens.revoke(first.accessToken);
    expect(await bench.verify(first.accessToken)).toBe('Access token revoked');
    expect((await bench.refresh(first.refreshToken)).status).toBe(400);
    expect(await bench.verify(second.accessToken)).toBe('ok');
    bench.broker.tokens.revokeAll();
    expect(await bench.verify(second.accessToken)).toBe('Access token revoked');
  });

  test('sees six characters of a token and no more, and never a secret', async () => {
    const bench = await createBench();
    const { accessToken, refreshToken } = await bench.connect();
    const [listed] = bench.broker.tokens.list();
    expect(listed).toMatchObject({ first: accessToken.slice(0, 6), user: 'alice', state: 'live' });
    const seen = JSON.stringify([
      bench.broker.tokens.list(),
      bench.broker.connections(),
      bench.broker.requests,
    ]);
    for (const secret of [accessToken, refreshToken, 'provider-refresh', 'app-secret', 'code=']) {
      expect(seen).not.toContain(secret);
    }
  });

  test('sees the requests in order, without their queries', async () => {
    const bench = await createBench();
    await bench.connect();
    expect(
      bench.broker.requests.map(({ method, path, status }) => `${method} ${path} ${status}`),
    ).toEqual([
      'GET /_api_/v1/integration/authorize/app 302',
      'GET /oidc-icb 302',
      'POST /_api_/v1/integration/oauth/token/app 200',
    ]);
  });
});

describe('an access token', () => {
  test('expires by the server’s clock', async () => {
    const bench = await createBench();
    const { accessToken } = await bench.connect();
    bench.clock.advance(HOUR - 1);
    expect(await bench.verify(accessToken)).toBe('ok');
    bench.clock.advance(1);
    expect(await bench.verify(accessToken)).toBe('Access token expired');
  });

  test('is refused when the provider signed it, but not for this broker', async () => {
    const bench = await createBench();
    const { claims } = bench.provider;
    const elsewhere = await bench.provider.sign({ ...claims, exp: bench.clock.now() });
    expect(await bench.verify(elsewhere)).toBe('Access token is unknown');
  });
});
