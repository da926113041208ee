import { env } from 'node:process';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { checkServer, FACTS, type Row } from '../../check-server/check.ts';
import { readConfiguration } from '../../check-server/configuration.ts';
import { report } from '../../check-server/report.ts';
import { createApp } from '../../index.ts';
import { authFields } from '../../sandbox/auth-fields.ts';
import { loadCertificate } from '../../sandbox/certificate.ts';
import { signIn } from '../../sandbox/headless-login/sign-in.ts';
import { replied } from '../../sandbox/http/message.ts';
import { text } from '../../sandbox/http/replies.ts';
import { startHttpsServer } from '../../sandbox/http/server.ts';
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

/** A sandbox, and the environment to check it with. */
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

/** What the checks have kept, by name. */
let saved: Map<string, string>;
beforeEach(() => {
  saved = new Map();
});
const save = async (name: string, text: string) => {
  saved.set(name, text);
  return `${name}.txt`;
};

const check = (environment: Readonly<Record<string, string>>) =>
  checkServer(readConfiguration(environment), { sleep: async () => {}, save });

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
      'date-form': 'holds',
      'api-description': 'open',
      'query-api-schema': 'open',
      'parameter-permission': 'open',
      'expired-token': 'open',
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
      { sleep: systemClock.sleep, save },
    );
    expect(findings(rows)).toMatchObject({
      'update-status': 'holds',
      'string-coercion': 'holds',
      'unknown-parameter': 'holds',
      'lambda-path': 'holds',
      'lambda-outcome': 'holds',
    });
    expect(rows.find(({ id }) => id === 'wait-for-idle')?.seen).toMatch(
      /^false: 200, json after [\d.]+ s; true: 200, json after [\d.]+ s$/,
    );
    expect(JSON.stringify(sandbox.omniscope.project(PROJECT))).toBe(before);
  });

  test('tells how a missing permission and an expired token are refused, in the server’s words', async () => {
    const { sandbox, environment } = await prepare();
    const expired = await accessToken(sandbox);
    sandbox.authorizationServer.tokens.expire(expired);
    const rows = await check({
      ...environment,
      OMNISCOPE_PROJECT_WITHOUT_PARAMETERS: 'HR/Salaries.iox',
      OMNISCOPE_EXPIRED_TOKEN: expired,
    });
    expect(
      rows.filter(({ id }) => ['parameter-permission', 'expired-token'].includes(id)),
    ).toMatchObject([
      { verdict: 'holds', seen: expect.stringContaining('“Permission') },
      { verdict: 'holds', seen: '401, text: “Access token expired”; error invalid_token' },
    ]);
  });

  test('keeps the description that a server gives of its APIs', async () => {
    const server = await startHttpsServer({
      ...(await loadCertificate(env)),
      handler: async ({ url }) =>
        replied(url === '/_global_/api/' ? text(200, 'POST execute') : text(404, 'Not found')),
    });
    closing.push(server.close);
    const rows = await check({
      OMNISCOPE_SANDBOX_ORIGIN: server.origin,
      OMNISCOPE_SERVER_URL: server.origin,
      OMNISCOPE_ACCESS_TOKEN: 'token',
      OMNISCOPE_PROJECT: PROJECT,
    });
    expect(rows.find(({ id }) => id === 'api-description')).toMatchObject({
      verdict: 'holds',
      seen: expect.stringContaining('saved as api-description.txt'),
    });
    expect([...saved]).toEqual([['api-description', 'POST execute']]);
  });

  test('says that a server cannot be reached, and what to check', async () => {
    const origin = 'https://localhost:1';
    const environment = {
      OMNISCOPE_SANDBOX_ORIGIN: origin,
      OMNISCOPE_SERVER_URL: origin,
      OMNISCOPE_ACCESS_TOKEN: 'token',
      OMNISCOPE_PROJECT: PROJECT,
    };
    await expect(check(environment)).rejects.toThrow(
      /^localhost:\d+ could not be reached: check OMNISCOPE_SERVER_URL and your network/,
    );
  });

  test('takes a token that has expired for no fact about the server', async () => {
    const { environment } = await prepare();
    await expect(check({ ...environment, OMNISCOPE_ACCESS_TOKEN: 'expired' })).rejects.toThrow(
      'does not accept OMNISCOPE_ACCESS_TOKEN',
    );
  });

  test('tells nothing of the token', async () => {
    const { environment } = await prepare();
    const shown = report(await check(environment));
    expect(shown).not.toContain(environment.OMNISCOPE_ACCESS_TOKEN.slice(-20));
    expect(shown).toMatch(/\d+ hold, 0 differ, \d+ are open\./);
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
