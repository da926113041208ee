import { describe, expect, test } from '@jest/globals';
import { createStateTokens } from '../../../sandbox/authorization-server/state-token.ts';
import { createHarness, encode, REDIRECT_URI } from './harness.ts';

const MINUTE = 60_000;
const STATE_ISSUER = 'https://omniscope.example/integrations';

describe('the callback of the identity provider', () => {
  test.each(['plain', 'a b+c%20&=?#/', 'ümläut ✓', '{{bundle.x}}', 'x'.repeat(2_000)])(
    'gives the application its state back unchanged: %s',
    async (state) => {
      const { login } = await createHarness();
      const end = await login({ state });
      expect(end.searchParams.get('state')).toBe(state);
      expect(end.searchParams.get('code')).toMatch(/^[0-9a-f]{32}$/);
    },
  );

  test('gives the application a code of its own, not the provider’s', async () => {
    const { login } = await createHarness();
    expect((await login()).href).not.toContain('provider-code');
  });

  test('keeps the redirect URI as it is registered, its query too', async () => {
    const url = 'https://app.example/return?a=%20b&c';
    const harness = await createHarness();
    const [app] = harness.server.integrations;
    if (app === undefined) throw new Error('no integration');
    const integrations = [{ ...app, redirect: { kind: 'global', url } as const }];
    const { login } = await createHarness({ integrations });
    expect((await login({ redirect_uri: url })).href.startsWith(`${url}&code=`)).toBe(true);
  });

  test('tells the application that the user refused', async () => {
    const { login } = await createHarness();
    const end = await login({}, { error: 'access_denied', error_description: 'No.' });
    expect(end.href.startsWith(REDIRECT_URI)).toBe(true);
    expect(Object.fromEntries(end.searchParams)).toEqual({
      error: 'access_denied',
      error_description: 'No.',
      state: 'the-state',
    });
  });

  test('turns an error that OAuth does not know into server_error', async () => {
    const { login } = await createHarness();
    const end = await login({}, { error: 'interaction_required' });
    expect(end.searchParams.get('error')).toBe('server_error');
  });

  test('rejects a code from a provider with another name', async () => {
    const { login } = await createHarness();
    const end = await login({}, { code: 'provider-code', iss: 'https://evil.example' });
    expect(end.searchParams.get('error')).toBe('server_error');
    expect(end.searchParams.get('code')).toBeNull();
  });

  test('accepts a state once', async () => {
    const { authorize, send } = await createHarness();
    const { location } = await authorize();
    const state = location?.searchParams.get('state') ?? '';
    const url = `/oidc-icb?${encode({ state, code: 'provider-code' })}`;
    expect((await send('GET', url)).status).toBe(302);
    expect((await send('GET', url)).status).toBe(400);
  });

  test('rejects a state after ten minutes', async () => {
    const { authorize, send, clock } = await createHarness();
    const { location } = await authorize();
    const state = location?.searchParams.get('state') ?? '';
    clock.advance(10 * MINUTE + 1_000);
    const url = `/oidc-icb?${encode({ state, code: 'provider-code' })}`;
    expect((await send('GET', url)).status).toBe(400);
  });

  test('rejects a state signed with another secret or issuer, and a missing one', async () => {
    const { send, clock } = await createHarness();
    const forged = await createStateTokens(STATE_ISSUER, 'some other secret').sign(
      'login',
      clock.now(),
      MINUTE,
    );
    for (const state of [forged, 'garbage', undefined]) {
      const url = `/oidc-icb?${encode({ state, code: 'provider-code' })}`;
      expect((await send('GET', url)).status).toBe(400);
    }
  });
});

describe('a state token', () => {
  test('is rejected by an instance with another issuer', async () => {
    const now = Date.UTC(2026, 0, 1);
    const state = await createStateTokens('https://one.example', 'secret').sign('login', now, 1e6);
    const same = createStateTokens('https://one.example', 'secret');
    const other = createStateTokens('https://two.example', 'secret');
    expect(await same.verify(state, now)).toBe('login');
    expect(await other.verify(state, now)).toBeUndefined();
  });
});
