import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { tokenFingerprint } from '../../../sandbox/authorization-server/token-hash.ts';
import { type Sandbox, startSandbox } from '../../../sandbox/start.ts';
import { type Application, applicationOf } from '../identity-provider/application.ts';
import { type Dashboard, JSON_TYPE, openDashboard, until } from './harness.ts';

const PARAMETERS = '/u/Sales/Monthly%20Report.iox/w/param';

let sandbox: Sandbox;
let application: Application;
let dashboard: Dashboard;

beforeEach(async () => {
  sandbox = await startSandbox();
  application = applicationOf(sandbox);
  dashboard = openDashboard(sandbox);
});
afterEach(() => sandbox.close());

describe('the dashboard', () => {
  test('opens at the bare address of the server', async () => {
    const door = await fetch(`${sandbox.origin}/`);
    expect(door.url).toBe(sandbox.dashboardUrl);
    expect(await door.text()).toContain('<title>Omniscope sandbox</title>');
  });

  test('says how to connect: values, people with their passwords, and commands', async () => {
    const { text } = await dashboard.get('guide');
    const { serverUrl, clientId, clientSecret, users } = sandbox.connectionValues;
    const passwords = users.map(({ password }) => password);
    for (const value of [serverUrl, clientId, clientSecret, ...passwords]) {
      expect(text).toContain(value);
    }
    expect(text).toContain('npx omniscope-zapier invoke auth start');
  });

  test('loads everything from its own server, and nothing else is allowed to it', async () => {
    const { text, headers } = await dashboard.get('');
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    const names = [...text.matchAll(/(?:src|href)="([^":]+)"/g)].map(([, name = '']) => name);
    expect(names).toEqual(['page.css', 'page.js']);
    const script = await dashboard.get('page.js');
    const imported = [...script.text.matchAll(/from '\.\/([^']+)'/g)].map(([, name = '']) => name);
    for (const name of [...names, ...imported]) {
      expect({ name, status: (await dashboard.get(name)).status }).toEqual({ name, status: 200 });
    }
  });

  test('shows a job with its state, and the request that started it with its response', async () => {
    const { accessToken } = await application.connect('alice');
    await application.call('/u/Sales/Monthly%20Report.iox/w/nothing', accessToken);
    const started = await fetch(`${sandbox.origin}/u/Welcome.iox/w/execute`, {
      method: 'POST',
      headers: { ...JSON_TYPE, authorization: `Bearer ${accessToken}` },
      body: '{}',
    });
    expect(started.status).toBe(200);
    expect(await dashboard.shown('jobs')).toMatchObject([
      { projectPath: 'Welcome.iox', state: 'RUNNING', user: 'alice' },
    ]);
    expect(await dashboard.shown('exchanges')).toMatchObject([
      { method: 'POST', path: '/u/Welcome.iox/w/execute', outcome: '200', endpoint: 'start' },
      { path: '/u/Sales/Monthly%20Report.iox/w/nothing', outcome: '404' },
      { path: '/_api_/v1/integration/oauth/token/zapier', outcome: '200' },
      { path: '/oidc-icb', outcome: '302' },
      { path: '/_api_/v1/integration/authorize/zapier', outcome: '302' },
    ]);
  });

  test('says why a job failed and why a request was refused', async () => {
    const { accessToken } = await application.connect('alice');
    const failing = { command: 'run-project', project: 'Ops/Nightly/2026/Export.iox' };
    expect((await dashboard.post(failing)).text).toContain('is running as job');
    expect((await dashboard.post(failing)).text).toMatch(/^{"refused":".* is running already/);
    await application.call('/u/HR/Salaries.iox/w/param', accessToken);
    expect(await dashboard.shown('exchanges')).toMatchObject([
      { outcome: '403', reason: expect.stringContaining('Workflow Execution via APIs') },
      { outcome: '200', reason: null },
      {},
      {},
    ]);
    await until(async () => {
      expect(await dashboard.shown('jobs')).toMatchObject([
        { state: 'ERROR', error: { message: 'The target disk is full' } },
      ]);
    });
  });

  test('tells tokens apart, and shows nothing of a token or of a server’s own secret', async () => {
    const { accessToken, refreshToken = '' } = await application.connect('alice');
    const { connectionValues, identityProvider } = sandbox;
    await application.call(PARAMETERS, accessToken);
    const { text } = await dashboard.get('state');
    expect(await dashboard.shown('tokens')).toMatchObject([
      { fingerprint: tokenFingerprint(accessToken), user: 'alice', state: 'live' },
    ]);
    expect(await dashboard.shown('exchanges')).toMatchObject([
      { token: tokenFingerprint(accessToken) },
      { token: null },
      {},
      {},
    ]);
    const other = await application.connect('alice');
    expect(tokenFingerprint(other.accessToken)).not.toBe(tokenFingerprint(accessToken));
    const secrets = [
      accessToken.slice(0, 12),
      accessToken.slice(-12),
      refreshToken,
      connectionValues.clientSecret,
      identityProvider.resourceServerClient.clientSecret,
      ...connectionValues.users.map(({ password }) => password),
    ];
    for (const secret of secrets) {
      expect(secret.length).toBeGreaterThan(8);
      expect(text).not.toContain(secret);
    }
  });

  test('keeps out of the way of the APIs', async () => {
    const { accessToken } = await application.connect('alice');
    const before = sandbox.omniscope.requests.length;
    await dashboard.get('state');
    expect((await dashboard.get('_api_/v1/create')).status).toBe(404);
    expect(sandbox.omniscope.requests).toHaveLength(before);
    // A folder of that name belongs to Omniscope.
    await application.call('/u/sandbox/Project.iox/w/param', accessToken);
    expect(sandbox.omniscope.requests).toHaveLength(before + 1);
    expect(await dashboard.shown('exchanges')).toMatchObject([
      { path: '/u/sandbox/Project.iox/w/param' },
      {},
      {},
      {},
    ]);
  });
});

describe('a fault that is switched at the page', () => {
  test('goes off with the one request that it was meant for', async () => {
    const { accessToken } = await application.connect('alice');
    await dashboard.post({ command: 'add-fault', name: 'status 503', on: 'param', once: true });
    expect(await dashboard.shown('faults')).toMatchObject({
      on: [{ title: '503 Unavailable', on: 'param', once: true }],
    });
    // One right after the other, without a poll of the page in between.
    expect((await application.call(PARAMETERS, accessToken)).status).toBe(503);
    expect((await application.call(PARAMETERS, accessToken)).status).toBe(200);
    expect(await dashboard.shown('exchanges')).toMatchObject([
      { outcome: '200', faults: [] },
      { outcome: '503', faults: ['503 Unavailable'] },
      {},
      {},
      {},
    ]);
    expect(await dashboard.shown('faults')).toMatchObject({ on: [] });
  });

  test('stays on for every request until it is switched off', async () => {
    const { accessToken } = await application.connect('alice');
    await dashboard.post({
      command: 'add-fault',
      name: 'reset, not acted',
      on: 'any',
      once: false,
    });
    await expect(application.call(PARAMETERS, accessToken)).rejects.toThrow();
    await expect(application.call(PARAMETERS, accessToken)).rejects.toThrow();
    expect(await dashboard.shown('exchanges')).toMatchObject([
      { outcome: 'connection broken' },
      { outcome: 'connection broken' },
      {},
      {},
      {},
    ]);
    await dashboard.post({ command: 'remove-fault', id: 1 });
    expect((await application.call(PARAMETERS, accessToken)).status).toBe(200);
  });
});
