import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type Sandbox, startSandbox } from '../../../sandbox/start.ts';
import { type Application, applicationOf } from '../identity-provider/application.ts';

const PARAMETERS = '/u/Sales/Monthly%20Report.iox/w/param';
const JSON_TYPE = { 'content-type': 'application/json' };

let sandbox: Sandbox;
let application: Application;

beforeEach(async () => {
  sandbox = await startSandbox();
  application = applicationOf(sandbox);
});
afterEach(() => sandbox.close());

const get = (name: string) => read(fetch(`${sandbox.pageUrl}${name}`));

async function read(answering: Promise<Response>) {
  const answer = await answering;
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
}

function post(body: unknown, headers: Readonly<Record<string, string>> = JSON_TYPE) {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return read(fetch(`${sandbox.pageUrl}commands`, { method: 'POST', headers, body: text }));
}

/** A part of what the page shows. */
async function shown(part: string): Promise<unknown> {
  const state: unknown = JSON.parse((await get('state')).text);
  return new Map(Object.entries(Object(state))).get(part);
}

describe('the page', () => {
  test('loads everything from its own server, and nothing else is allowed to it', async () => {
    const { text, headers } = await get('');
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    const names = [...text.matchAll(/(?:src|href)="([^":]+)"/g)].map(([, name = '']) => name);
    expect(names).toEqual(['page.css', 'page.js']);
    const script = await get('page.js');
    const imported = [...script.text.matchAll(/from '\.\/([^']+)'/g)].map(([, name = '']) => name);
    for (const name of [...names, ...imported]) {
      expect({ name, status: (await get(name)).status }).toEqual({ name, status: 200 });
    }
  });

  test('shows a job with its state, and the request that started it with its answer', async () => {
    const { accessToken } = await application.connect('alice');
    await application.call('/u/Sales/Monthly%20Report.iox/w/nothing', accessToken);
    const started = await fetch(`${sandbox.origin}/u/Welcome.iox/w/execute`, {
      method: 'POST',
      headers: { ...JSON_TYPE, authorization: `Bearer ${accessToken}` },
      body: '{}',
    });
    expect(started.status).toBe(200);
    expect(await shown('jobs')).toMatchObject([
      { projectPath: 'Welcome.iox', state: 'RUNNING', user: 'alice' },
    ]);
    expect(await shown('exchanges')).toMatchObject([
      { method: 'POST', path: '/u/Welcome.iox/w/execute', outcome: '200', endpoint: 'start' },
      { path: '/u/Sales/Monthly%20Report.iox/w/nothing', outcome: '404' },
      { path: '/_api_/v1/integration/oauth/token/zapier', outcome: '200' },
      { path: '/oidc-icb', outcome: '302' },
      { path: '/_api_/v1/integration/authorize/zapier', outcome: '302' },
    ]);
  });

  test('shows of a token its first six characters, and of secrets nothing', async () => {
    const { accessToken, refreshToken = '' } = await application.connect('alice');
    const { connectionValues, identityProvider } = sandbox;
    await application.call(PARAMETERS, accessToken);
    const { text } = await get('state');
    expect(await shown('tokens')).toMatchObject([
      { first: accessToken.slice(0, 6), user: 'alice', state: 'live' },
    ]);
    const secrets = [
      accessToken.slice(0, 12),
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
    await get('state');
    expect((await get('_api_/v1/create')).status).toBe(404);
    expect(sandbox.omniscope.requests).toHaveLength(before);
    // A folder of that name is Omniscope's own affair.
    await application.call('/u/sandbox/Project.iox/w/param', accessToken);
    expect(sandbox.omniscope.requests).toHaveLength(before + 1);
    expect(await shown('exchanges')).toMatchObject([
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
    await post({ command: 'add-fault', name: 'status 503', on: 'param', once: true });
    expect(await shown('faults')).toMatchObject({
      on: [{ title: '503 Unavailable', on: 'param', once: true }],
    });
    // One right after the other, while nobody looks at the page.
    expect((await application.call(PARAMETERS, accessToken)).status).toBe(503);
    expect((await application.call(PARAMETERS, accessToken)).status).toBe(200);
    expect(await shown('exchanges')).toMatchObject([
      { outcome: '200', faults: [] },
      { outcome: '503', faults: ['503 Unavailable'] },
      {},
      {},
      {},
    ]);
    expect(await shown('faults')).toMatchObject({ on: [] });
  });

  test('stays on for every request until it is switched off', async () => {
    const { accessToken } = await application.connect('alice');
    await post({ command: 'add-fault', name: 'reset, not acted', on: 'any', once: false });
    await expect(application.call(PARAMETERS, accessToken)).rejects.toThrow();
    await expect(application.call(PARAMETERS, accessToken)).rejects.toThrow();
    expect(await shown('exchanges')).toMatchObject([
      { outcome: 'connection broken' },
      { outcome: 'connection broken' },
      {},
      {},
      {},
    ]);
    await post({ command: 'remove-fault', id: 1 });
    expect((await application.call(PARAMETERS, accessToken)).status).toBe(200);
  });
});

describe('the other switches', () => {
  test('expire and revoke tokens', async () => {
    const { accessToken } = await application.connect('alice');
    await post({ command: 'expire-tokens' });
    expect((await application.call(PARAMETERS, accessToken)).text).toBe('Access token expired');
    await post({ command: 'revoke-tokens' });
    expect((await application.call(PARAMETERS, accessToken)).text).toBe('Access token revoked');
    expect(await shown('tokens')).toMatchObject([{ state: 'revoked' }]);
  });

  test('restart the server, so that its jobs are lost', async () => {
    const { accessToken } = await application.connect('alice');
    await fetch(`${sandbox.origin}/u/Welcome.iox/w/execute`, {
      method: 'POST',
      headers: { ...JSON_TYPE, authorization: `Bearer ${accessToken}` },
      body: '{}',
    });
    await post({ command: 'restart' });
    expect(await shown('jobs')).toMatchObject([{ state: 'LOST', isForgotten: true }]);
  });

  test('make and mend the administrator’s misconfigurations', async () => {
    await post({ command: 'set-misconfiguration', name: 'no-audience-mapper', on: true });
    expect((await application.connect('alice')).description).toBe('Access token missing audience');
    await post({ command: 'set-misconfiguration', name: 'no-audience-mapper', on: false });
    expect((await application.connect('alice')).status).toBe(200);
    await post({ command: 'set-integration', id: 'zapier', on: false });
    expect((await application.refresh('any')).description).toBe('This integration is disabled');
  });

  test('set a parameter as a person in Omniscope would', async () => {
    const sent = { command: 'set-parameter', project: 'Sales/Monthly Report.iox', name: 'Year' };
    expect((await post({ ...sent, value: '2027' })).text).toBe('{"done":"Year is set."}');
    const { parameters } = sandbox.omniscope.project(sent.project) ?? {};
    expect(parameters).toContainEqual({ name: 'Year', type: 'NUMBER', value: 2027 });
    expect((await post({ ...sent, value: 'next' })).text).toContain('cannot be set to that');
  });
});

describe('what is no command of the page', () => {
  test.each([
    [
      'from another site',
      { command: 'restart' },
      { ...JSON_TYPE, origin: 'https://evil.example' },
      403,
    ],
    ['a form', 'command=restart', { 'content-type': 'application/x-www-form-urlencoded' }, 415],
    ['an unknown command', { command: 'reveal-secrets' }, JSON_TYPE, 400],
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
    expect((await post(body, headers)).status).toBe(status);
    expect(await shown('jobs')).toEqual([]);
    expect(await shown('faults')).toMatchObject({ on: [] });
  });

  test('is refused as a GET, which any link could be', async () => {
    expect((await get('commands')).status).toBe(405);
  });
});
