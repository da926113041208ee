import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
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
