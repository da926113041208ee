import { once } from 'node:events';
import { createConnection, type Socket } from 'node:net';
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

/** A connection on which nothing is said. */
async function connectTo(url: string): Promise<Socket> {
  const socket = createConnection({ host: '127.0.0.1', port: Number(new URL(url).port) });
  await once(socket, 'connect');
  // What a server does to the connection later is for the test to see, not an uncaught error.
  return socket.on('error', () => {}).resume();
}

describe('the sandbox as a whole', () => {
  test('opens the APIs only to the users whom the folders permit', async () => {
    const { application } = await start();
    const alice = (await application.connect('alice')).accessToken;
    expect((await application.call(REPORT, alice)).status).toBe(200);
    expect((await application.call('/u/HR/Salaries.iox/w/param', alice)).status).toBe(403);
    expect((await application.call(REPORT, `${alice}x`)).status).toBe(401);
  });

  test('lets the user revoke access between two calls', async () => {
    const { application, sandbox } = await start();
    const { accessToken } = await application.connect('alice');
    sandbox.authorizationServer.suspend('zapier', 'alice');
    expect((await application.call(REPORT, accessToken)).status).toBe(401);
    sandbox.authorizationServer.resume('zapier', 'alice');
    expect((await application.call(REPORT, accessToken)).status).toBe(200);
    sandbox.authorizationServer.revoke('zapier', 'alice');
    expect((await application.call(REPORT, accessToken)).status).toBe(401);
  });

  test('can be below a path of the External URL', async () => {
    const { application, sandbox } = await start({ pathPrefix: '/bi/omniscope' });
    expect(sandbox.connectionValues.serverUrl).toBe(`${sandbox.origin}/bi/omniscope`);
    const { accessToken } = await application.connect('alice');
    expect((await application.call(REPORT, accessToken)).status).toBe(200);
  });

  test('applies faults at the token endpoint and at the APIs', async () => {
    const { application, sandbox } = await start();
    const { accessToken } = await application.connect('alice');
    sandbox.faults.add({ on: 'param', nth: 1, fault: { kind: 'expire-token' } });
    const answer = await application.call(REPORT, accessToken);
    expect(answer).toEqual({ status: 401, text: 'Access token expired' });
    sandbox.faults.add({ on: 'token', fault: { kind: 'reset' } });
    await expect(application.refresh('any')).rejects.toThrow();
    expect(sandbox.triggeredFaults.map(({ endpoint }) => endpoint)).toEqual(['param', 'token']);
  });

  test('frees both ports when it is closed, though connections are open', async () => {
    const { sandbox } = await start();
    const idle = await Promise.all([connectTo(sandbox.origin), connectTo(sandbox.issuer)]);
    const ended = Promise.all(idle.map((socket) => once(socket, 'close')));
    await sandbox.close();
    running.pop();
    await ended;
    await expect(connectTo(sandbox.origin)).rejects.toThrow('ECONNREFUSED');
    await expect(connectTo(sandbox.issuer)).rejects.toThrow('ECONNREFUSED');
  });

  test('leaves no port open when it cannot start', async () => {
    const former = await startSandbox();
    await former.close();
    const { sandbox } = await start();
    const port = Number(new URL(former.origin).port);
    const taken = Number(new URL(sandbox.issuer).port);
    await expect(startSandbox({ port, identityProviderPort: taken })).rejects.toThrow('EADDRINUSE');
    await expect(connectTo(former.origin)).rejects.toThrow('ECONNREFUSED');
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
