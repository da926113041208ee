/**
 * Every misconfiguration that Omniscope's article on integrations documents, made at a real identity provider:
 * what the person reads names the remedy that the article gives.
 */
import { afterAll, afterEach, describe, expect, test } from '@jest/globals';
import type { Misconfiguration, ProfileName } from '../../sandbox/identity-provider/profiles.ts';
import type { Sandbox, SandboxOptions } from '../../sandbox/start.ts';
import type { ConnectOutcome } from '../../sandbox/zapier-emulator/oauth-connect.ts';
import type { StepEnd } from '../../sandbox/zapier-emulator/outcome.ts';
import { type AppOverSockets, startApp } from '../harness/over-sockets.ts';
import { quickClock } from '../harness/quick-clock.ts';

/** One for each set-up; what a test changes at it is put back after the test. */
const apps = new Map<string, AppOverSockets>();

/** The app of a user who is not connected yet. */
async function open(options: SandboxOptions = {}, ...misconfigurations: Misconfiguration[]) {
  // A token that is refused is asked with again for two seconds: the app's clock makes less of them.
  const setUp = JSON.stringify(options);
  const app = apps.get(setUp) ?? (await startApp({ clock: quickClock(5), ...options }));
  apps.set(setUp, app);
  const { sandbox } = app;
  for (const name of misconfigurations) sandbox.identityProvider.misconfigurations.set(name, true);
  const platform = app.newPlatform();
  const connect: typeof app.connect = (more) => app.connect({ platform, ...more });
  /** A step that needs the Workflow API. */
  const runStep = () =>
    platform.runStep({
      key: 'creates.update_parameters',
      inputData: { project: 'Welcome', parameters: { Name: 'Ada' } },
    });
  return { sandbox, platform, connect, runStep };
}

afterEach(() => {
  for (const { sandbox } of apps.values()) {
    const { identityProvider, authorizationServer, connectionValues } = sandbox;
    for (const name of identityProvider.misconfigurations.on) {
      identityProvider.misconfigurations.set(name, false);
    }
    const redirect = { kind: 'global', url: connectionValues.redirectUri };
    for (const integration of authorizationServer.integrations) {
      Object.assign(integration, { enabled: true, redirect });
    }
    authorizationServer.resume('zapier', 'alice');
  }
});
afterAll(async () => {
  await Promise.all([...apps.values()].map((app) => app.close()));
});

function disableIntegration({ authorizationServer }: Sandbox): void {
  for (const integration of authorizationServer.integrations) integration.enabled = false;
}

/** What the person reads at the end of connecting, or of a step. */
function messageOf(outcome: ConnectOutcome | StepEnd): string {
  const end = outcome.status === 'failed' ? outcome.end : outcome;
  return 'message' in end ? end.message : `(no message: ${end.status})`;
}

describe('without a misconfiguration', () => {
  test.each<ProfileName>(['keycloak', 'auth0', 'custom'])(
    '%s connects, and a step runs before and after a refresh',
    async (profile) => {
      const { connect, runStep, sandbox } = await open({ profile });
      const { host } = new URL(sandbox.origin);
      expect(await connect()).toEqual({ status: 'connected', label: `alice on ${host}` });
      expect(await runStep()).toMatchObject({ status: 'success' });
      sandbox.authorizationServer.tokens.expireAll();
      expect(await runStep()).toMatchObject({ status: 'success' });
    },
  );
});

describe('connecting fails, and the message names the remedy', () => {
  test.each<[Misconfiguration, RegExp]>([
    ['no-audience-mapper', /missing audience.*administrator to add the Audience mapper/],
    ['no-subject-mapper', /missing subject claim.*administrator to add the Subject \(sub\) mapper/],
    ['callback-not-on-login-client', /invalid_redirect_uri.*\/oidc-icb to the login client/],
  ])('Keycloak: %s', async (misconfiguration, remedy) => {
    const { connect } = await open({}, misconfiguration);
    const outcome = await connect();
    expect(outcome.status).toBe('failed');
    expect(messageOf(outcome)).toMatch(remedy);
  });

  test('Keycloak: the user lacks the realm role offline_access', async () => {
    const { connect } = await open();
    expect(messageOf(await connect({ username: 'carol' }))).toMatch(
      /Token exchange failed.*administrator to give you the realm role offline_access/,
    );
    expect((await connect({ username: 'alice' })).status).toBe('connected');
  });

  test('the redirect URI is not the registered one', async () => {
    const { connect, sandbox } = await open();
    const [integration] = sandbox.authorizationServer.integrations;
    const url = sandbox.connectionValues.redirectUri.slice(0, -1);
    const outcome = await connect({
      meanwhile: () => Object.assign(integration ?? {}, { redirect: { kind: 'global', url } }),
    });
    expect(messageOf(outcome)).toMatch(
      /redirect_uri does not match.*redirect URL in Admin > Integrations exactly as it is, including the final slash/,
    );
  });

  // Undocumented: the status, and whether an error comes as the JSON of RFC 6749 or as text.
  test.each([
    [401, 'json'],
    [400, 'text'],
  ] as const)('the client secret is wrong (%i, %s)', async (invalidClientStatus, errorBody) => {
    const { connect } = await open({
      authorizationServerAssumptions: { errorBody, invalidClientStatus },
    });
    const outcome = await connect({ fields: { oauth_client_secret: 'mistyped' } });
    expect(messageOf(outcome)).toMatch(
      /Client ID or the Client Secret.*Copy both again from Admin > Integrations/,
    );
  });

  test('the integration is disabled while a user connects', async () => {
    const { connect, sandbox } = await open();
    const outcome = await connect({ meanwhile: () => disableIntegration(sandbox) });
    expect(messageOf(outcome)).toMatch(/disabled.*enabled in Admin > Integrations/);
  });

  test('the user has suspended the integration', async () => {
    const { connect, sandbox } = await open();
    sandbox.authorizationServer.suspend('zapier', 'alice');
    expect(messageOf(await connect())).toMatch(
      /suspended.*Enable it again in your Profile settings/,
    );
  });
});

describe('Auth0: the application is not authorised for the API', () => {
  const REMEDY = /scope.*administrator to authorize the application.*Application Access/;

  test.each([[{}], [{ test_project: 'Welcome' }]])(
    'shows in the test of the connection, with %j',
    async (fields) => {
      const { connect } = await open({ profile: 'auth0' }, 'application-not-authorised');
      expect(messageOf(await connect({ fields }))).toMatch(REMEDY);
    },
  );

  test('shows in a step of a connection that was made before', async () => {
    const { connect, runStep, sandbox } = await open({ profile: 'auth0' });
    await connect();
    sandbox.identityProvider.misconfigurations.set('application-not-authorised', true);
    sandbox.authorizationServer.tokens.expireAll();
    expect(messageOf(await runStep())).toMatch(REMEDY);
  });
});

describe('where tokens are looked at by the APIs only', () => {
  test.each<Misconfiguration>(['no-audience-mapper', 'no-subject-mapper'])(
    'the test of the connection tells of %s',
    async (misconfiguration) => {
      const { connect } = await open(
        { authorizationServerAssumptions: { badTokensRefusedAt: 'api' } },
        misconfiguration,
      );
      const outcome = await connect();
      expect(outcome).toMatchObject({ status: 'failed', method: 'authentication.test' });
      expect(messageOf(outcome)).toMatch(/identity provider.*audience \(aud\), subject \(sub\)/);
    },
  );
});

describe('a misconfiguration that shows only when something is run', () => {
  const ROLES =
    /"Workflow Execution via APIs" and access to workflow parameters.*flat "roles" claim/;

  test('Keycloak: roles are nested', async () => {
    const { connect, runStep } = await open({}, 'nested-roles');
    expect((await connect()).status).toBe('connected');
    expect(messageOf(await runStep())).toMatch(ROLES);
  });

  test('Keycloak: roles are nested, and the test project brings it to light', async () => {
    const { connect } = await open({}, 'nested-roles');
    expect(messageOf(await connect({ fields: { test_project: 'Welcome' } }))).toMatch(ROLES);
  });
});

describe('a connection that would end by itself', () => {
  test('is refused while it is made: Auth0, offline access is off', async () => {
    const { connect } = await open({ profile: 'auth0' }, 'no-offline-access');
    const outcome = await connect();
    expect(outcome).toMatchObject({ status: 'failed', end: { name: 'AppError' } });
    expect(messageOf(outcome)).toMatch(/no refresh token.*"Allow Offline Access".*reconnect/);
  });
});

describe('a scope that the connection itself leaves out', () => {
  test('is told from one that the provider refuses', async () => {
    const { connect, runStep } = await open();
    await connect({ fields: { api_access: 'project' } });
    expect(messageOf(await runStep())).toContain('set to "Run workflows and create projects"');
  });
});

describe('a connection that is taken away', () => {
  test('by the administrator, who makes a new client secret', async () => {
    const { connect, runStep, sandbox, platform } = await open();
    await connect();
    platform.authData = { ...platform.authData, oauth_client_secret: 'the old one' };
    sandbox.authorizationServer.tokens.expireAll();
    const end = await runStep();
    expect(end.status).toBe('reconnect');
    expect(messageOf(end)).toMatch(/Client Secret.*Copy both again from Admin > Integrations/);
  });

  test('by the administrator, who disables the integration', async () => {
    const { connect, runStep, sandbox } = await open();
    await connect();
    disableIntegration(sandbox);
    const end = await runStep();
    expect(end.status).toBe('reconnect');
    expect(messageOf(end)).toMatch(/disabled.*enabled in Admin > Integrations/);
  });

  test('by the user, who suspends it: after resuming, the same connection goes on', async () => {
    const { connect, runStep, sandbox } = await open();
    await connect();
    sandbox.authorizationServer.suspend('zapier', 'alice');
    const end = await runStep();
    expect(end.status).toBe('reconnect');
    expect(messageOf(end)).toMatch(/Reconnect.*Profile settings/);
    sandbox.authorizationServer.resume('zapier', 'alice');
    expect(await runStep()).toMatchObject({ status: 'success' });
  });

  test('by the user, who revokes it: only connecting again helps', async () => {
    const { connect, runStep, sandbox } = await open();
    await connect();
    sandbox.authorizationServer.revoke('zapier', 'alice');
    const end = await runStep();
    expect(end.status).toBe('reconnect');
    expect(messageOf(end)).toMatch(/expired or was revoked.*Reconnect/);
    await connect();
    expect(await runStep()).toMatchObject({ status: 'success' });
  });
});

describe('at the login', () => {
  test.each(['at-login', 'at-consent'] as const)('a person may refuse %s', async (deny) => {
    const { connect } = await open();
    expect(await connect({ deny })).toMatchObject({ status: 'refused', error: 'access_denied' });
  });
});
