import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Bundle, ZObject } from 'zapier-platform-core';
import { realClock as clock } from '../../../sandbox/clock.ts';
import { TokenExpiredError } from '../../../src/omniscope/errors.ts';
import { parseConnection, requireTokenLife } from '../../../src/zapier/auth/connection.ts';
import { connectionLabel, connectionTest } from '../../../src/zapier/auth/connection-test.ts';
import { parseClient } from '../../../src/zapier/auth/oauth-client.ts';
import { type Runtime, systemRuntime } from '../../../src/zapier/platform/runtime.ts';
import { errorOf } from '../../omniscope/fixture.ts';
import { type Core, startCore } from '../core.ts';
import { type Loopback, startLoopback } from '../platform/loopback.ts';

let core: Core;
let server: Loopback;
beforeAll(async () => {
  [core, server] = await Promise.all([startCore(), startLoopback()]);
});
afterAll(async () => {
  await server.close();
  await core.close();
});

const SERVER = 'https://omniscope.example.com';
const runtimeWith = (variables: Record<string, string> = {}): Runtime => ({
  ...systemRuntime,
  environment: () => variables,
});
const runtime = runtimeWith();
const ago = (ms: number) => new Date(clock.now() - ms).toISOString();
const jwt = (claims: object) =>
  `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.signature`;

/** A bundle as the core makes it, for a connection with these fields. */
function connected<T>(
  fields: Bundle['authData'],
  use: (z: ZObject, bundle: Bundle) => T | Promise<T>,
): Promise<T> {
  return core.run(async (z, bundle) => use(z, { ...bundle, authData: fields }));
}

describe('a stored connection', () => {
  const parsed = (fields: Bundle['authData']) =>
    connected({ server_url: SERVER, ...fields }, (_z, bundle) => parseConnection(bundle, runtime));

  const identityOf = async (fields: Bundle['authData']) => (await parsed(fields)).identity;
  const made = { oauth_client_id: 'c', connection_id: '1', access_token: jwt({ email: 'ada' }) };

  // sanic-jwt 168, openiddict 215, keycloak 27083: a refreshed token without its claims, or opaque.
  test.each([jwt({ email: null, name: null }), jwt({ email: 'renamed' }), 'opaque', ''])(
    'keeps its identity whatever token a refresh returns: %s',
    async (access_token) => {
      expect(await identityOf({ ...made, access_token })).toEqual(await identityOf(made));
    },
  );

  test.each([
    { connection_id: '2' },
    { connection_id: '' },
    { server_url: `${SERVER}/other` },
    { integration_id: 'other' },
    { oauth_client_id: 'other' },
  ])('has another identity than one that differs in %j', async (other) => {
    expect(await identityOf({ ...made, ...other })).not.toEqual(await identityOf(made));
  });

  test('with the client of the environment is identified by that client', async () => {
    const identity = (id: string) =>
      connected(
        { server_url: SERVER },
        (_z, bundle) => parseConnection(bundle, runtimeWith({ CLIENT_ID: id })).identity,
      );
    expect(await identity('a')).toEqual([SERVER, 'zapier', 'a', '']);
    expect(await identity('b')).not.toEqual(await identity('a'));
  });

  test.each([undefined, '', 'never'])('may not know when its token expires: %j', async (text) => {
    const fields = text === undefined ? {} : { expires_at: text, issued_at: text };
    expect(await parsed(fields)).toMatchObject({ expiresAt: null, issuedAt: null });
  });

  test('asks for a fresh token before anything is started', async () => {
    const asked = (fields: Bundle['authData']) =>
      connected({ server_url: SERVER, access_token: 't', ...fields }, (_z, bundle) =>
        requireTokenLife(parseConnection(bundle, runtime), clock.now()),
      );
    const expiring = asked({ expires_at: ago(-36_000), issued_at: ago(3_000_000) });
    await expect(expiring).rejects.toThrow(TokenExpiredError);
    expect(await asked({ expires_at: ago(-44_000), issued_at: ago(0) })).toBeUndefined();
    expect(await asked({})).toBeUndefined();
  });
});

describe('the label of a connection', () => {
  const label = (access_token: string) =>
    connected({ server_url: `${SERVER}:8443/om`, access_token }, (_z, bundle) =>
      connectionLabel(bundle, runtime),
    );

  test('names the user and the host, where the token names a user', async () => {
    expect(await label(jwt({ email: 'ada@example.com' }))).toBe(
      'ada@example.com on omniscope.example.com:8443',
    );
    expect(await label(jwt({ name: 'Ada\n\u202eLovelace' }))).toMatch(/^Ada Lovelace on omni/);
    expect(await label('opaque')).toBe('omniscope.example.com:8443');
  });
});

describe('the test of a connection', () => {
  function tested(fields: Bundle['authData'] = {}) {
    const own = runtimeWith({ OMNISCOPE_SANDBOX_ORIGIN: server.origin });
    const whole = { server_url: server.origin, access_token: 'opaque', ...fields };
    return connected(whole, (z, bundle) => connectionTest(z, bundle, own));
  }
  const answers = (status: number, body: string, headers = {}) => {
    server.seen.length = 0;
    server.answer = (response) => response.writeHead(status, headers).end(body);
  };
  const failure = '{"errorType":"X"}';

  test.each([
    [403, 'Forbidden'],
    [404, 'Not found'],
    [404, ''],
    [404, failure],
    [200, failure],
    [400, failure],
    [200, '{"paramValues":[]}'],
  ])('passes where the API itself responds: %d %s', async (status, body) => {
    answers(status, body);
    expect(await tested()).toEqual({ user: null, host: `localhost:${server.port}` });
    expect(server.seen.map(({ method, url }) => `${method} ${url}`)).toEqual([
      'GET /u/zapier-connection-test.iox/w/param',
    ]);
  });

  test.each([
    [404, '<!doctype html><p>Not found', 'a web page'],
    [403, '<html>', 'a web page'],
    [200, '<html>', 'a web page'],
    [302, '', 'a redirect'],
    [200, '{"hello":"world"}', 'an unknown answer'],
    [200, 'ok', 'an unknown answer'],
    [400, 'Bad request', 'an unknown answer'],
  ])('fails where something else responds: %d %s', async (status, body, found) => {
    answers(status, body);
    expect(await errorOf(tested())).toMatchObject({ code: 'not-an-omniscope-api', found });
  });

  test('tells a new token that is rejected from one that has expired', async () => {
    answers(401, 'no');
    expect(await errorOf(tested({ issued_at: ago(5_000) }))).toMatchObject({
      code: 'new-token-rejected',
    });
    for (const fields of [{ issued_at: ago(60_000) }, {}]) {
      await expect(tested(fields)).rejects.toThrow(TokenExpiredError);
    }
    answers(403, '{"message":"JWT expired"}');
    await expect(tested({ issued_at: ago(60_000) })).rejects.toThrow(TokenExpiredError);
  });

  test('reads the parameters of a test project, and names a missing permission', async () => {
    answers(200, '{"paramValues":[]}');
    await tested({ test_project: 'Sales/Report' });
    expect(server.seen[0]?.url).toBe('/u/Sales/Report.iox/w/param');
    answers(403, 'Forbidden');
    const problem = errorOf(tested({ test_project: 'Sales/Report', api_access: 'project' }));
    expect(await problem).toMatchObject({ code: 'forbidden', scopeExcluded: true });
  });
});

describe('the client of a connection', () => {
  const environment = { CLIENT_ID: 'env', CLIENT_SECRET: 'hidden', OMNISCOPE_SERVER_URL: SERVER };
  const parse = (
    fields: Record<string, unknown>,
    variables: Record<string, string> = environment,
  ) => parseClient({ server_url: SERVER, ...fields }, runtimeWith(variables));

  test('is the one entered, whatever the environment holds', () => {
    const fields = { oauth_client_id: ' id ', oauth_client_secret: ' secret ' };
    const broken = { ...environment, OMNISCOPE_SERVER_URL: 'not a url' };
    for (const variables of [environment, broken, {}]) {
      expect(parse(fields, variables)).toMatchObject({
        integrationId: 'zapier',
        client: { id: 'id', secret: 'secret' },
      });
    }
  });

  test('is the environment’s, for its own server alone', async () => {
    expect(parse({}).client).toEqual({ id: 'env', secret: 'hidden' });
    expect(parse({ server_url: `${SERVER}/` }).client.id).toBe('env');
    const other = errorOf(() => parse({ server_url: 'https://other.example.com' }));
    expect(await other).toEqual({ code: 'client-missing' });
  });

  test.each<[Record<string, string>, string]>([
    [{}, 'client-missing'],
    [{ CLIENT_ID: 'env', CLIENT_SECRET: 'hidden' }, 'client-missing'],
    [{ OMNISCOPE_SERVER_URL: SERVER }, 'client-missing'],
    [{ ...environment, OMNISCOPE_SERVER_URL: ' ' }, 'client-missing'],
    [{ ...environment, OMNISCOPE_SERVER_URL: 'http://10.0.0.1' }, 'client-missing'],
    [{ CLIENT_ID: 'env', OMNISCOPE_SERVER_URL: SERVER }, 'client-incomplete'],
  ])('is missing or incomplete: %j', async (variables, code) => {
    expect(await errorOf(() => parse({}, variables))).toEqual({ code });
  });

  test.each(['', undefined, '  '])('has the usual integration where none is named: %j', (id) => {
    expect(parse({ integration_id: id }).integrationId).toBe('zapier');
  });

  test.each(['../token', 'a/b', '..', 'a b', 'ü', 'x'.repeat(101), '{{x}}'])(
    'rejects an Integration ID that would change the path: %j',
    async (integration_id) => {
      expect(await errorOf(() => parse({ integration_id }))).toEqual({
        code: 'invalid-integration-id',
      });
    },
  );
});
