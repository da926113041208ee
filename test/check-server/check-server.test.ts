import { afterEach, describe, expect, test } from '@jest/globals';
import { checkServer, FACTS, type Row } from '../../check-server/check.ts';
import { readConfiguration } from '../../check-server/configuration.ts';
import { report } from '../../check-server/report.ts';
import { createApp } from '../../index.ts';
import { authFields } from '../../sandbox/auth-fields.ts';
import { signIn } from '../../sandbox/headless-login/sign-in.ts';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../sandbox/start.ts';
import { createCache } from '../../sandbox/zapier-emulator/cache.ts';
import { startCoreEngine } from '../../sandbox/zapier-emulator/core-engine.ts';
import { createPlatform } from '../../sandbox/zapier-emulator/zapier-emulator.ts';
import { systemClock } from '../../src/omniscope/clock.ts';

const PROJECT = 'Sales/Monthly Report.iox';

let closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(closing.map((close) => close()));
  closing = [];
});

/** A sandbox, and the environment with which somebody would check it. */
async function prepare(options: SandboxOptions = {}) {
  const sandbox = await startSandbox(options);
  closing.push(sandbox.close);
  const environment = {
    OMNISCOPE_SANDBOX_ORIGIN: sandbox.origin,
    OMNISCOPE_SERVER_URL: sandbox.connectionValues.serverUrl,
    OMNISCOPE_ACCESS_TOKEN: await accessToken(sandbox),
    OMNISCOPE_PROJECT: PROJECT,
  };
  return { sandbox, environment };
}

async function accessToken(sandbox: Sandbox): Promise<string> {
  const environment = () => ({ OMNISCOPE_SANDBOX_ORIGIN: sandbox.origin });
  const cache = createCache(systemClock);
  const engine = await startCoreEngine({
    app: createApp({ environment }),
    cache,
  });
  closing.push(engine.close);
  const platform = createPlatform({ engine, clock: systemClock });
  const { redirectUri, users } = sandbox.connectionValues;
  const [user = { username: '', password: '' }] = users;
  const connected = await platform.connect({
    fields: {
      ...authFields(sandbox.connectionValues),
      test_project: PROJECT,
    },
    redirectUri,
    openBrowser: (url) => signIn(url, user),
  });
  expect(connected.status).toBe('connected');
  return String(platform.authData.access_token);
}

const check = (environment: Readonly<Record<string, string>>) =>
  checkServer(readConfiguration(environment), async () => {});

function findings(rows: readonly Row[]): Record<string, string> {
  return Object.fromEntries(rows.map(({ id, verdict }) => [id, verdict]));
}

describe('against the sandbox', () => {
  test('reports each fact, and that none differs', async () => {
    const { environment } = await prepare();
    const rows = await check(environment);
    expect(rows.map(({ id }) => id)).toEqual(FACTS.map(({ id }) => id));
    expect(rows.filter(({ verdict }) => verdict === 'differs')).toEqual([]);
    expect(findings(rows)).toMatchObject({
      'u-prefix': 'holds',
      'bad-token': 'holds',
      'status-endpoint': 'holds',
      'empty-value': 'holds',
      'update-status': 'open',
      pkce: 'open',
    });
  });

  test('finds what a server does otherwise', async () => {
    const { environment } = await prepare({
      assumptions: {
        stateEndpoint: 'job-state',
        missingStateEndpoint: 'page',
        uPrefix: 'optional',
        unknownProject: 'page',
      },
    });
    const rows = await check(environment);
    const differing = rows.filter(({ verdict }) => verdict === 'differs').map(({ id }) => id);
    expect(differing).toEqual(['no-u-prefix', 'unknown-project', 'status-endpoint']);
  });

  test('writes nothing unless asked to', async () => {
    const { sandbox, environment } = await prepare();
    const before = JSON.stringify(sandbox.omniscope.projects);
    await check(environment);
    const written = sandbox.omniscope.requests.filter(({ method }) => method !== 'GET');
    expect(written).toEqual([]);
    expect(sandbox.omniscope.jobs).toEqual([]);
    expect(JSON.stringify(sandbox.omniscope.projects)).toBe(before);
  });

  test('leaves every value as it was where it may write', async () => {
    const { sandbox, environment } = await prepare();
    const before = JSON.stringify(sandbox.omniscope.project(PROJECT));
    const rows = await checkServer(
      readConfiguration({ ...environment, CHECK_SERVER_WRITES: 'yes' }),
      systemClock.sleep,
    );
    expect(findings(rows)).toMatchObject({
      'update-status': 'holds',
      'string-coercion': 'holds',
      'unknown-parameter': 'holds',
      'lambda-path': 'holds',
      'lambda-outcome': 'holds',
    });
    expect(JSON.stringify(sandbox.omniscope.project(PROJECT))).toBe(before);
  });

  test('takes a token that has expired for no fact about the server', async () => {
    const { environment } = await prepare();
    await expect(check({ ...environment, OMNISCOPE_ACCESS_TOKEN: 'expired' })).rejects.toThrow(
      'does not accept OMNISCOPE_ACCESS_TOKEN',
    );
  });

  test('tells nothing of the token', async () => {
    const { environment } = await prepare();
    const text = report(await check(environment));
    expect(text).not.toContain(environment.OMNISCOPE_ACCESS_TOKEN.slice(-20));
    expect(text).toMatch(/\d+ hold, 0 differ, \d+ are open\./);
  });
});

describe('the environment', () => {
  test.each(['OMNISCOPE_SERVER_URL', 'OMNISCOPE_ACCESS_TOKEN', 'OMNISCOPE_PROJECT'])(
    'says that %s is missing',
    (name) => {
      const environment = {
        OMNISCOPE_SERVER_URL: 'https://omniscope.example.com',
        OMNISCOPE_ACCESS_TOKEN: 'token',
        OMNISCOPE_PROJECT: PROJECT,
        [name]: ' ',
      };
      expect(() => readConfiguration(environment)).toThrow(`${name} is missing`);
    },
  );

  test('keeps to the address rules of the app', () => {
    const environment = {
      OMNISCOPE_SERVER_URL: 'http://192.168.0.1',
      OMNISCOPE_ACCESS_TOKEN: 'token',
      OMNISCOPE_PROJECT: PROJECT,
    };
    expect(() => readConfiguration(environment)).toThrow('OMNISCOPE_SERVER_URL cannot be used');
  });
});
