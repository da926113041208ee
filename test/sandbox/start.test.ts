import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createConnection, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { env, execPath } from 'node:process';
import { afterEach, describe, expect, test } from '@jest/globals';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../sandbox/start.ts';
import { startFromEnvironment } from '../../sandbox/start-from-environment.ts';
import { type Application, applicationOf } from './identity-provider/application.ts';

/** Has Node say that it is an old one. */
const OLD_NODE =
  "--import=data:text/javascript,Object.defineProperty(process,'versions',{value:{...process.versions,node:'18.20.8'}})";

interface Ended {
  readonly code: unknown;
  readonly output: string;
}

/** Runs `npm run sandbox` on free ports, and presses Ctrl-C as soon as it says how to end it. */
async function runSandbox(changes: Readonly<Record<string, string>> = {}): Promise<Ended> {
  const child = spawn(execPath, ['--import', 'tsx', 'sandbox/main.ts'], {
    env: { ...env, NODE_OPTIONS: '', SANDBOX_PORT: '0', SANDBOX_PROVIDER_PORT: '0', ...changes },
  });
  let output = '';
  const collect = (chunk: Buffer) => {
    output += chunk.toString('utf8');
    if (output.includes('THE_ACCESS_TOKEN')) child.kill('SIGINT');
  };
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  const [code]: unknown[] = await once(child, 'close');
  return { code, output };
}

describe('npm run sandbox', () => {
  test('opens with the dashboard, says what to enter where, and ends well with Ctrl-C', async () => {
    const { code, output } = await runSandbox({
      SANDBOX_PROFILE: 'auth0',
      SANDBOX_SCHEDULE: 'Sales/Top Customers',
      SANDBOX_NODES: '2',
    });
    expect(code).toBe(0);
    expect(/https:\S+/.exec(output)?.[0]).toMatch(/\/sandbox\/$/);
    const origin = /Server URL +(https:\/\/localhost:\d+)/.exec(output)?.[1];
    expect(output).toContain(`OMNISCOPE_SANDBOX_ORIGIN='${origin}'`);
    expect(output).toContain(`authData_server_url='${origin}'`);
    expect(output).toContain(`${origin}/_api_/v1/integration/authorize/zapier?client_id=`);
    expect(output).toContain("NODE_EXTRA_CA_CERTS='/");
    expect(output).toContain('set up as Auth0');
    expect(output).toMatch(/alice +alice-password/);
  });

  test.each([
    [{ SANDBOX_PORT: 'many' }, 'SANDBOX_PORT must be a whole number up to 65535, not "many".'],
    [
      { SANDBOX_MISCONFIGURATIONS: 'typo' },
      'SANDBOX_MISCONFIGURATIONS: typo is not one of no-audience-mapper',
    ],
    [
      { SANDBOX_SCHEDULE: 'Sales/Gone' },
      'SANDBOX_SCHEDULE: the sandbox has no project "Sales/Gone".',
    ],
  ])('refuses %o in one sentence', async (changes, sentence) => {
    const ports = { SANDBOX_PORT: '0', SANDBOX_PROVIDER_PORT: '0' };
    await expect(startFromEnvironment({ ...env, ...ports, ...changes })).rejects.toThrow(sentence);
  });

  test('says which port is taken and how to choose others', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const address = other.address();
    const port = typeof address === 'object' ? String(address?.port) : '';
    const { code, output } = await runSandbox({ SANDBOX_PORT: port });
    other.close();
    expect(code).toBe(1);
    expect(output).toMatch(/^Port \d+ is in use, .*SANDBOX_PORT=9443 .*npm run sandbox\.\n$/);
    expect(output).toContain(port);
  });

  test.each([
    [
      'an old Node',
      { NODE_OPTIONS: OLD_NODE },
      /^Node 20\.19 or newer is needed, .* 18\.20\.8: .*\n$/,
    ],
    [
      'a file that NODE_EXTRA_CA_CERTS names and nobody can read',
      { NODE_EXTRA_CA_CERTS: '/nowhere.pem' },
      /\nNODE_EXTRA_CA_CERTS names a file that cannot be read, \/nowhere\.pem: correct or unset it\.\n$/,
    ],
  ])('says what to do about %s in one sentence', (_what, changes, sentence) => {
    const { status, stderr } = spawnSync(execPath, ['scripts/trusted.mjs', 'sandbox/main.ts'], {
      encoding: 'utf8',
      env: { ...env, ...changes },
    });
    expect(status).toBe(1);
    expect(`\n${stderr}`).toMatch(new RegExp(sentence.source.replace('^', '\\n')));
    expect(stderr).not.toContain('    at ');
  });

  test('says that the folder cannot be written to', () => {
    const copy = mkdtempSync(path.join(tmpdir(), 'read-only-'));
    try {
      cpSync('scripts', path.join(copy, 'scripts'), { recursive: true });
      symlinkSync(path.resolve('node_modules'), path.join(copy, 'node_modules'));
      // As root, who may write anywhere, only a file in the folder's place stops the writing.
      writeFileSync(path.join(copy, '.sandbox'), '');
      const { status, stderr } = spawnSync(execPath, ['scripts/trusted.mjs', 'sandbox/main.ts'], {
        encoding: 'utf8',
        cwd: copy,
        env: { ...env, NODE_EXTRA_CA_CERTS: '' },
      });
      expect(status).toBe(1);
      expect(stderr).toMatch(
        /^\S+ cannot be written \(E\w+\), .*: make the folder writable, .*\n$/,
      );
    } finally {
      rmSync(copy, { recursive: true, force: true });
    }
  });
});

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
