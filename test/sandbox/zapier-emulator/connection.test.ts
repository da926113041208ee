import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createConnection, type Refreshing } from '../../../sandbox/zapier-emulator/connection.ts';
import { createVirtualClock } from '../../../sandbox/zapier-emulator/virtual-clock.ts';
import { engineNames, type Harness, startHarness } from './both-engines.ts';
import { createTinyApp } from './tiny-app.ts';

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.close());

const redirectUri = 'https://zapier.example/return/App1/';
const app = createTinyApp({});
const { authentication } = app;

/** The tiny app with its authentication changed. */
function appWith(changes: object) {
  return createTinyApp({}, { authentication: { ...authentication, ...changes } });
}

function withOAuth(changes: object) {
  return appWith({ oauth2Config: { ...authentication.oauth2Config, ...changes } });
}

describe.each(engineNames)('connecting in the %s engine', (name) => {
  test('authorizes, gets a token, tests the connection and names it', async () => {
    const seen: { inputData?: Record<string, unknown>; cleanedRequest?: unknown } = {};
    const recording = withOAuth({
      getAccessToken: (...given: Parameters<typeof authentication.oauth2Config.getAccessToken>) => {
        seen.inputData = given[1].inputData;
        seen.cleanedRequest = given[1].cleanedRequest;
        return authentication.oauth2Config.getAccessToken(...given);
      },
    });
    const { platform, server, origin } = await harness.open(name, recording, { authData: {} });
    server.tokenExtras = { refresh_token: 'first' };
    const visited: URL[] = [];
    const outcome = await platform.connect({
      fields: { server: origin },
      redirectUri,
      openBrowser: async (authorizeUrl) => {
        visited.push(new URL(authorizeUrl));
        return `${redirectUri}?code=abc&state=${visited[0]?.searchParams.get('state')}`;
      },
    });
    expect(outcome).toEqual({ status: 'connected', label: `alice on ${origin}` });
    expect(platform.authData).toEqual({
      server: origin,
      access_token: 'fresh-1',
      refresh_token: 'first',
    });
    const state = visited[0]?.searchParams.get('state');
    expect(visited[0]?.searchParams.getAll('redirect_uri')).toEqual([redirectUri]);
    expect(visited[0]?.searchParams.getAll('state')).toHaveLength(1);
    expect(seen).toEqual({
      inputData: { server: origin, code: 'abc', state, redirect_uri: redirectUri },
      cleanedRequest: { querystring: { code: 'abc', state } },
    });
  });

  test.each([
    [
      'a refusal',
      '?error=access_denied&error_description=No',
      { status: 'refused', error: 'access_denied' },
    ],
    ['a foreign state', '?code=abc&state=foreign', { status: 'foreign-state' }],
  ])('ends at %s without asking for a token', async (_, query, expected) => {
    const { platform, server, origin } = await harness.open(name, app, { authData: {} });
    const openBrowser = async () => `${redirectUri}${query}`;
    const outcome = await platform.connect({
      fields: { server: origin },
      redirectUri,
      openBrowser,
    });
    expect(outcome).toMatchObject(expected);
    expect(server.tokenRequests).toBe(0);
  });

  const approve = async (authorizeUrl: string) =>
    `${redirectUri}?code=abc&state=${new URL(authorizeUrl).searchParams.get('state')}`;

  test('says which method failed, and keeps the former connection', async () => {
    const broken = appWith({
      test: (z: { errors: { Error: new (message: string) => Error } }) => {
        throw new z.errors.Error('Wrong server.');
      },
    });
    const former = { access_token: 'former' };
    const { platform, origin } = await harness.open(name, broken, { authData: former });
    const request = { fields: { server: origin }, redirectUri, openBrowser: approve };
    expect(await platform.connect(request)).toMatchObject({
      status: 'failed',
      method: 'authentication.test',
      end: { status: 'errored', message: 'Wrong server.' },
    });
    expect(platform.authData).toEqual(former);
  });

  test('names the connection by a function of the app', async () => {
    const named = appWith({
      connectionLabel: (_: object, { inputData }: { inputData: { user?: string } }) =>
        `Mx ${inputData.user}`,
    });
    const { platform, origin } = await harness.open(name, named, { authData: {} });
    const request = { fields: { server: origin }, redirectUri, openBrowser: approve };
    expect(await platform.connect(request)).toEqual({ status: 'connected', label: 'Mx alice' });
  });
});

/** Ten runs that find the same token too old at the same time. */
async function tenAtOnce(refreshing: Refreshing) {
  const clock = createVirtualClock();
  const connection = createConnection({ token: 0, kept: 'field' }, refreshing);
  const { authData } = connection;
  const stored: unknown[] = [];
  const how = await Promise.all(
    Array.from({ length: 10 }, () =>
      connection.renew(authData, async (given) => {
        stored.push(given.token);
        await clock.sleep(100);
        return { token: stored.length };
      }),
    ),
  );
  return { connection, stored, how, former: authData };
}

describe('refreshes of one connection', () => {
  test('are shared: one is done, the others take its result', async () => {
    const { connection, stored, how } = await tenAtOnce('shared');
    expect(stored).toEqual([0]);
    expect(how.filter((one) => one === 'refreshed')).toHaveLength(1);
    expect(connection.authData).toEqual({ token: 1, kept: 'field' });
  });

  test('are not repeated for a run that started with data from before the last one', async () => {
    const { connection, former } = await tenAtOnce('shared');
    const how = await connection.renew(former, () => Promise.reject(new Error('not to be called')));
    expect(how).toBe('joined');
  });

  test('are done anew when the newest data is too old', async () => {
    const { connection } = await tenAtOnce('shared');
    expect(await connection.renew(connection.authData, async () => ({ token: 9 }))).toBe(
      'refreshed',
    );
    expect(connection.authData.token).toBe(9);
  });

  test('are each run’s own with the option `each`, with the same stored token', async () => {
    const { stored } = await tenAtOnce('each');
    expect(stored).toEqual(Array.from({ length: 10 }, () => 0));
  });

  test('fail for every run that waits, and the next one may succeed', async () => {
    const connection = createConnection({ token: 0 }, 'shared');
    const { authData } = connection;
    const failing = () => connection.renew(authData, () => Promise.reject(new Error('refused')));
    const ends = await Promise.allSettled([failing(), failing()]);
    expect(ends.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await connection.renew(authData, async () => ({ token: 1 }))).toBe('refreshed');
  });
});
