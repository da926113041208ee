import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type Sandbox, startSandbox } from '../../../sandbox/start.ts';
import { type Application, applicationOf } from '../identity-provider/application.ts';
import { type Dashboard, JSON_TYPE, openDashboard } from './harness.ts';

const PARAMETERS = '/u/Sales/Monthly%20Report.iox/w/param';

let sandbox: Sandbox;
let application: Application;
let dashboard: Dashboard;

async function open(): Promise<void> {
  sandbox = await startSandbox();
  application = applicationOf(sandbox);
  dashboard = openDashboard(sandbox);
}

describe('the other switches', () => {
  beforeEach(open);
  afterEach(() => sandbox.close());

  test('expire and revoke tokens', async () => {
    const { accessToken } = await application.connect('alice');
    await dashboard.post({ command: 'expire-tokens' });
    expect((await application.call(PARAMETERS, accessToken)).text).toBe('Access token expired');
    await dashboard.post({ command: 'revoke-tokens' });
    expect((await application.call(PARAMETERS, accessToken)).text).toBe('Access token revoked');
    expect(await dashboard.shown('tokens')).toMatchObject([{ state: 'revoked' }]);
  });

  test('restart the server, so that its jobs are lost', async () => {
    const { accessToken } = await application.connect('alice');
    await fetch(`${sandbox.origin}/u/Welcome.iox/w/execute`, {
      method: 'POST',
      headers: { ...JSON_TYPE, authorization: `Bearer ${accessToken}` },
      body: '{}',
    });
    await dashboard.post({ command: 'restart' });
    expect(await dashboard.shown('jobs')).toMatchObject([{ state: 'LOST', isForgotten: true }]);
  });

  test('make and mend the administrator’s misconfigurations', async () => {
    await dashboard.post({ command: 'set-misconfiguration', name: 'no-audience-mapper', on: true });
    expect((await application.connect('alice')).description).toBe('Access token missing audience');
    await dashboard.post({
      command: 'set-misconfiguration',
      name: 'no-audience-mapper',
      on: false,
    });
    expect((await application.connect('alice')).status).toBe(200);
    await dashboard.post({ command: 'set-integration', id: 'zapier', on: false });
    expect((await application.refresh('any')).description).toBe('This integration is disabled');
  });

  test('set a parameter as a person in Omniscope would', async () => {
    const sent = { command: 'set-parameter', project: 'Sales/Monthly Report.iox', name: 'Year' };
    expect((await dashboard.post({ ...sent, value: '2027' })).text).toBe('{"done":"Year is set."}');
    const { parameters } = sandbox.omniscope.project(sent.project) ?? {};
    expect(parameters).toContainEqual({ name: 'Year', type: 'NUMBER', value: 2027 });
    expect((await dashboard.post({ ...sent, value: 'next' })).text).toBe(
      '{"refused":"Year was not changed: “next” is not a NUMBER value."}',
    );
    expect((await dashboard.post({ ...sent, name: 'None', value: '1' })).text).toContain('refused');
  });

  test('suspend and resume the integration of one user', async () => {
    const { accessToken } = await application.connect('alice');
    const sent = { command: 'set-user-integration', integration: 'zapier', user: 'alice' };
    await dashboard.post({ ...sent, on: false });
    expect((await application.call(PARAMETERS, accessToken)).text).toBe(
      'The user has suspended this integration',
    );
    expect(await dashboard.shown('integrations')).toMatchObject([
      { users: [{ username: 'alice', isConnected: true, isSuspended: true }, {}, {}] },
    ]);
    await dashboard.post({ ...sent, on: true });
    expect((await application.call(PARAMETERS, accessToken)).status).toBe(200);
  });

  test('change a folder’s permissions, for the folders below it too', async () => {
    const { accessToken } = await application.connect('alice');
    const sent = {
      command: 'set-permission',
      folder: '',
      group: 'analysts',
      permission: 'Workflow Execution via APIs',
    };
    await dashboard.post({ ...sent, on: false });
    expect((await application.call(PARAMETERS, accessToken)).status).toBe(403);
    await dashboard.post({ ...sent, folder: 'Sales', on: true });
    expect((await application.call(PARAMETERS, accessToken)).status).toBe(200);
    expect((await application.call('/u/Welcome.iox/w/param', accessToken)).status).toBe(403);
  });

  test('close the parameters of all projects to the APIs', async () => {
    const { accessToken } = await application.connect('alice');
    await dashboard.post({ command: 'set-parameter-access', on: false });
    expect((await application.call(PARAMETERS, accessToken)).text).toContain('parameters');
    await dashboard.post({ command: 'set-parameter-access', on: true });
    expect((await application.call(PARAMETERS, accessToken)).status).toBe(200);
  });
});

describe('what is no command of the page', () => {
  // What is refused changes nothing.
  beforeAll(open);
  afterAll(() => sandbox.close());

  test.each([
    [
      'from another site',
      { command: 'restart' },
      { ...JSON_TYPE, origin: 'https://evil.example' },
      403,
    ],
    ['a form', 'command=restart', { 'content-type': 'application/x-www-form-urlencoded' }, 415],
    ['an unknown command', { command: 'reveal-secrets' }, JSON_TYPE, 400],
    ['an unknown project', { command: 'run-project', project: 'None.iox' }, JSON_TYPE, 400],
    [
      'an unknown fault',
      { command: 'add-fault', name: 'x', on: 'any', once: true },
      JSON_TYPE,
      400,
    ],
    [
      'a misconfiguration of another provider',
      { command: 'set-misconfiguration', name: 'no-offline-access', on: true },
      JSON_TYPE,
      400,
    ],
    ['no JSON', '{', JSON_TYPE, 400],
    ['too much', JSON.stringify('x'.repeat(20_000)), JSON_TYPE, 400],
  ])('is refused: %s', async (_what, body, headers, status) => {
    expect((await dashboard.post(body, headers)).status).toBe(status);
    expect(await dashboard.shown('jobs')).toEqual([]);
    expect(await dashboard.shown('faults')).toMatchObject({ on: [] });
  });

  test('is refused as a GET, which any link could be', async () => {
    expect((await dashboard.get('commands')).status).toBe(405);
  });
});
