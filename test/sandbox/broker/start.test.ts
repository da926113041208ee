import { createConnection } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../../sandbox/start.ts';
import { type Application, applicationOf } from '../identity-provider/application.ts';

const REPORT = '/u/Sales/Monthly%20Report.iox/w/param';
const running: Sandbox[] = [];

async function start(
  options: SandboxOptions = {},
): Promise<{ sandbox: Sandbox; application: Application }> {
  const sandbox = await startSandbox(options);
  running.push(sandbox);
  return { sandbox, application: applicationOf(sandbox) };
}

afterEach(async () => {
  await Promise.all(running.splice(0).map((sandbox) => sandbox.close()));
});

/** Whether anybody listens there. */
function isOpen(url: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ host: '127.0.0.1', port: Number(new URL(url).port) });
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}

describe('the sandbox as a whole', () => {
  test('opens the APIs to the users whom the folders permit, and to nobody else', async () => {
    const { application } = await start();
    const alice = (await application.connect('alice')).accessToken;
    expect((await application.call(REPORT, alice)).status).toBe(200);
    expect((await application.call('/u/HR/Salaries.iox/w/param', alice)).status).toBe(403);
    expect((await application.call(REPORT, `${alice}x`)).status).toBe(401);
  });

  test('lets the user take access away between two calls', async () => {
    const { application, sandbox } = await start();
    const { accessToken } = await application.connect('alice');
    sandbox.broker.suspend('zapier', 'alice');
    expect((await application.call(REPORT, accessToken)).status).toBe(401);
    sandbox.broker.resume('zapier', 'alice');
    expect((await application.call(REPORT, accessToken)).status).toBe(200);
    sandbox.broker.revoke('zapier', 'alice');
    expect((await application.call(REPORT, accessToken)).status).toBe(401);
  });

  test('can lie below a path of the External URL', async () => {
    const { application, sandbox } = await start({ pathPrefix: '/bi/omniscope' });
    expect(sandbox.connectionValues.serverUrl).toBe(`${sandbox.origin}/bi/omniscope`);
    const { accessToken } = await application.connect('alice');
    expect((await application.call(REPORT, accessToken)).status).toBe(200);
  });

  test('meets faults at the token endpoint and at the APIs', async () => {
    const { application, sandbox } = await start();
    const { accessToken } = await application.connect('alice');
    sandbox.faults.add({ on: 'param', nth: 1, fault: { kind: 'expire-token' } });
    const answer = await application.call(REPORT, accessToken);
    expect(answer).toEqual({ status: 401, text: 'Access token expired' });
    sandbox.faults.add({ on: 'token', fault: { kind: 'reset' } });
    await expect(application.refresh('any')).rejects.toThrow();
    expect(sandbox.metFaults.map(({ endpoint }) => endpoint)).toEqual(['param', 'token']);
  });

  test('frees both ports when it is closed, with connections open', async () => {
    const { application, sandbox } = await start();
    await application.connect('alice');
    expect(await isOpen(sandbox.origin)).toBe(true);
    expect(await isOpen(sandbox.issuer)).toBe(true);
    await sandbox.close();
    running.pop();
    expect(await isOpen(sandbox.origin)).toBe(false);
    expect(await isOpen(sandbox.issuer)).toBe(false);
  });

  test('leaves no port open when it cannot start', async () => {
    const { sandbox } = await start();
    const taken = Number(new URL(sandbox.issuer).port);
    await expect(startSandbox({ identityProviderPort: taken })).rejects.toThrow('EADDRINUSE');
  });

  test('keeps up with many users at once, each with tokens of their own', async () => {
    const { application } = await start();
    const connected = await Promise.all(
      Array.from({ length: 20 }, (_unused, n) => application.connect(n % 2 ? 'alice' : 'bob')),
    );
    expect(new Set(connected.map(({ accessToken }) => accessToken)).size).toBe(20);
    expect(connected.every(({ refreshToken }) => refreshToken !== undefined)).toBe(true);
  });
});
