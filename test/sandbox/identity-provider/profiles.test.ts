import { afterAll, afterEach, describe, expect, test } from '@jest/globals';
import type { ProfileName } from '../../../sandbox/identity-provider/profiles.ts';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../../sandbox/start.ts';
import { type Application, applicationOf, claimsOf } from './application.ts';

const REPORT = '/u/Sales/Monthly%20Report.iox/w/param';

/** One for each set-up. What a test changes about tokens and claims is put back after it. */
const running = new Map<string, Sandbox>();

async function start(
  profile: ProfileName,
  options: SandboxOptions = {},
): Promise<{ sandbox: Sandbox; application: Application }> {
  const setUp = JSON.stringify({ ...options, profile });
  const sandbox = running.get(setUp) ?? (await startSandbox({ ...options, profile }));
  running.set(setUp, sandbox);
  return { sandbox, application: applicationOf(sandbox) };
}

afterEach(() => {
  for (const { identityProvider } of running.values()) {
    identityProvider.lifetimes.accessToken = 3_600;
    for (const name of identityProvider.misconfigurations.on) {
      identityProvider.misconfigurations.set(name, false);
    }
  }
});
afterAll(async () => {
  await Promise.all([...running.values()].map((sandbox) => sandbox.close()));
});

describe.each<ProfileName>(['keycloak', 'auth0', 'custom'])(
  'a correct configuration, %s',
  (profile) => {
    test('gives tokens that the API accepts, and refreshes them repeatedly', async () => {
      const { application } = await start(profile);
      const { accessToken, refreshToken } = await application.connect('alice');
      expect((await application.call(REPORT, accessToken)).status).toBe(200);
      const second = await application.refresh(refreshToken ?? '');
      const third = await application.refresh(second.refreshToken ?? '');
      expect(new Set([accessToken, second.accessToken, third.accessToken]).size).toBe(3);
      expect((await application.call(REPORT, third.accessToken)).status).toBe(200);
    });

    test('writes the claims that Omniscope needs', async () => {
      const { application, sandbox } = await start(profile);
      const { accessToken } = await application.connect('alice');
      const [alice] = sandbox.identityProvider.users;
      expect(claimsOf(accessToken)).toMatchObject({
        iss: sandbox.issuer,
        aud: `${sandbox.connectionValues.serverUrl}/api`,
        sub: (profile === 'auth0' ? 'auth0|' : '') + alice?.accountId,
        roles: alice?.roles,
        scope: 'workflowapi:execute projectapi:execute',
        preferred_username: 'alice',
      });
    });

    test('gives no refresh token without offline_access', async () => {
      const { application } = await start(profile);
      const tokens = await application.connect('alice', 'workflowapi:execute');
      expect(tokens.status).toBe(200);
      expect(tokens.refreshToken).toBeUndefined();
      expect(claimsOf(tokens.accessToken).scope).toBe('workflowapi:execute');
    });

    test('gives tokens of any lifetime', async () => {
      const { application, sandbox } = await start(profile);
      sandbox.identityProvider.lifetimes.accessToken = 60;
      const { exp, iat } = claimsOf((await application.connect('alice')).accessToken);
      expect(Number(exp) - Number(iat)).toBe(60);
    });
  },
);

test('claims change at a refresh, and the API still accepts the token', async () => {
  const { application, sandbox } = await start('keycloak', { nodes: 2 });
  sandbox.identityProvider.lifetimes.accessToken = 300;
  const { refreshToken } = await application.connect('alice');
  const changed = { name: null, email: null, preferred_username: 'alice.allen' };
  sandbox.identityProvider.changeClaims('alice', changed);
  const { accessToken } = await application.refresh(refreshToken ?? '');
  expect(claimsOf(accessToken)).toMatchObject({ ...changed, roles: ['analysts'] });
  expect((await application.call(REPORT, accessToken)).status).toBe(200);
});

describe('documented misconfigurations', () => {
  test.each([
    ['no-audience-mapper', 'Access token missing audience'],
    ['no-subject-mapper', 'Access token missing subject claim'],
    ['callback-not-on-login-client', 'invalid_redirect_uri'],
  ] as const)('Keycloak, %s: "%s" at the token exchange', async (misconfiguration, words) => {
    const { application, sandbox } = await start('keycloak');
    sandbox.identityProvider.misconfigurations.set(misconfiguration, true);
    expect(await application.connect('alice')).toMatchObject({ status: 400, description: words });
    sandbox.identityProvider.misconfigurations.set(misconfiguration, false);
    expect((await application.connect('alice')).status).toBe(200);
  });

  test.each([
    ['no-audience-mapper', 'Access token missing audience'],
    ['no-subject-mapper', 'Access token missing subject claim'],
  ] as const)('Keycloak, %s: "%s" at the API, if not before', async (misconfiguration, words) => {
    const authorizationServerAssumptions = { badTokensRefusedAt: 'api' } as const;
    const { application, sandbox } = await start('keycloak', { authorizationServerAssumptions });
    sandbox.identityProvider.misconfigurations.set(misconfiguration, true);
    const { accessToken } = await application.connect('alice');
    expect(await application.call(REPORT, accessToken)).toEqual({ status: 401, text: words });
  });

  test('Keycloak, roles nested: the folder’s permissions are not applied', async () => {
    const { application, sandbox } = await start('keycloak');
    sandbox.identityProvider.misconfigurations.set('nested-roles', true);
    const { accessToken } = await application.connect('alice');
    expect(claimsOf(accessToken)).toMatchObject({ realm_access: { roles: ['analysts'] } });
    const answer = await application.call(REPORT, accessToken);
    expect(answer.status).toBe(403);
    expect(answer.text).toContain('Workflow Execution via APIs');
  });

  test('Keycloak, a user without the realm role offline_access: "Token exchange failed"', async () => {
    const { application } = await start('keycloak');
    expect(await application.connect('carol')).toMatchObject({
      status: 400,
      description: 'Token exchange failed',
    });
    // Only the refresh token needs the role.
    expect((await application.connect('carol', 'workflowapi:execute')).status).toBe(200);
  });

  test('elsewhere, a user without offline access just gets no refresh token', async () => {
    const { application } = await start('custom');
    const tokens = await application.connect('carol');
    expect(tokens.status).toBe(200);
    expect(tokens.refreshToken).toBeUndefined();
  });

  test('Auth0, "Allow Offline Access" off: no refresh token, and no error', async () => {
    const { application, sandbox } = await start('auth0');
    sandbox.identityProvider.misconfigurations.set('no-offline-access', true);
    const tokens = await application.connect('alice');
    expect(tokens.status).toBe(200);
    expect(tokens.refreshToken).toBeUndefined();
  });

  test('Auth0, application not authorised for the API: the scopes are missing', async () => {
    const { application, sandbox } = await start('auth0');
    sandbox.identityProvider.misconfigurations.set('application-not-authorised', true);
    const { accessToken } = await application.connect('alice');
    expect(claimsOf(accessToken)).not.toHaveProperty('scope');
    const answer = await application.call(REPORT, accessToken);
    expect(answer.status).toBe(403);
    expect(answer.text).toContain('workflowapi:execute');
  });

  test('are those of the profile and no others', async () => {
    const { sandbox } = await start('custom');
    expect(() => sandbox.identityProvider.misconfigurations.set('nested-roles', true)).toThrow(
      'no misconfiguration',
    );
  });
});
