import { describe, expect, test } from '@jest/globals';
import type { IssuedTokens } from '../../../sandbox/omniscope-server/issued-tokens.ts';
import { ANALYSTS, HR_STAFF, VIEWERS } from '../../../sandbox/omniscope-server/sample-fixture.ts';
import { createClient } from './client.ts';

const PARAM = '/u/Sales/Monthly%20Report.iox/w/param';
const HOUR = 60 * 60 * 1000;

/** A request with a token of one's own. */
function createWith(
  grant: Partial<Parameters<IssuedTokens['issue']>[0]>,
  options: Parameters<typeof createClient>[0] = {},
) {
  const client = createClient(options);
  const token = client.tokens.issue({
    user: 'bob',
    lifetimeMs: HOUR,
    groups: [ANALYSTS],
    ...grant,
  });
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  return {
    ...client,
    token,
    get: (url: string) => client.send('GET', url, { headers }),
    post: (url: string, body: unknown) =>
      client.send('POST', url, { headers, body: Buffer.from(JSON.stringify(body)) }),
  };
}

describe('401', () => {
  test('is the response from the moment at which the token expires', async () => {
    const { clock, get } = createWith({});
    await clock.advance(HOUR - 1);
    expect((await get(PARAM)).status).toBe(200);
    await clock.advance(1);
    const refused = await get(PARAM);
    expect(refused).toMatchObject({ status: 401, text: 'Access token expired' });
    expect(refused.headers['www-authenticate']).toBe(
      'Bearer error="invalid_token", error_description="Access token expired"',
    );
  });

  test.each([
    ['403-text', 'Access token expired', undefined],
    ['403-challenge', 'Forbidden', expect.stringContaining('"Access token expired"')],
  ] as const)('can be 403 instead: %s', async (rejectedToken, words, challenge) => {
    const { clock, get } = createWith({}, { assumptions: { rejectedToken } });
    await clock.advance(HOUR);
    const refused = await get(PARAM);
    expect(refused).toMatchObject({ status: 403, text: words });
    expect(refused.headers['www-authenticate']).toEqual(challenge);
  });

  test('is the response before a token becomes valid', async () => {
    const { clock, get } = createWith({ validAfterMs: 1_000, claims: { email: null } });
    expect(await get(PARAM)).toMatchObject({ status: 401, text: 'Access token not valid yet' });
    await clock.advance(1_000);
    expect((await get(PARAM)).status).toBe(200);
  });

  test('is the response to a revoked token, and to all after expireAll', async () => {
    const { get, tokens, token } = createWith({});
    tokens.revoke(token);
    expect((await get(PARAM)).status).toBe(401);
    const other = createWith({});
    other.tokens.expireAll();
    expect((await other.get(PARAM)).status).toBe(401);
  });

  test.each(['', 'Bearer', 'Bearer a b', 'Basic dXNlcjpwYXNz', 'Bearer {{token}}'])(
    'is the response to the header "%s", with a challenge that names no error',
    async (authorization) => {
      const { send } = createClient();
      const refused = await send('GET', PARAM, { headers: { authorization } });
      expect(refused.status).toBe(401);
      expect(refused.headers['www-authenticate']).toBe('Bearer');
    },
  );

  test('does not tell a stranger which projects there are', async () => {
    const { send } = createClient();
    const headers = { authorization: 'Bearer unknown' };
    for (const name of ['Sales/Monthly%20Report', 'Sales/Nothing']) {
      expect((await send('GET', `/u/${name}.iox/w/param`, { headers })).status).toBe(401);
    }
  });

  test('carries the message of the token check', async () => {
    const { get } = createClient({
      verifyToken: async () => ({ ok: false, error: 'Access token missing "audience"\n' }),
    });
    const refused = await get(PARAM);
    expect(refused.text).toBe('Access token missing "audience"\n');
    expect(refused.headers['www-authenticate']).toMatch(/"Access token missing 'audience''"$/);
  });
});

describe('403, in plain text that names what is missing', () => {
  test('without the scope of the API', async () => {
    const project = createWith({ scopes: ['projectapi:execute'] });
    const workflow = createWith({ scopes: ['workflowapi:execute'] });
    expect(await project.get(PARAM)).toMatchObject({
      status: 403,
      headers: { 'content-type': 'text/plain;charset=utf-8' },
      text: expect.stringContaining('workflowapi:execute'),
    });
    expect(await workflow.post('/u/Sales/_api_/v1/create', {})).toMatchObject({
      status: 403,
      text: expect.stringContaining('projectapi:execute'),
    });
  });

  test('without the permission of the folder, whether the project exists or not', async () => {
    const { get } = createWith({ groups: [ANALYSTS] });
    for (const project of ['Salaries', 'Nothing']) {
      expect(await get(`/u/HR/${project}.iox/w/param`)).toMatchObject({
        status: 403,
        text: 'Permission "Workflow Execution via APIs" is not granted on folder "/HR"',
      });
    }
    expect(
      (await createWith({ groups: [HR_STAFF] }).get('/u/HR/Salaries.iox/w/param')).status,
    ).toBe(200);
  });

  test.each([[[]], [['constructor']], [['Analysts']]])('to a user in %j only', async (groups) => {
    expect((await createWith({ groups }).get(PARAM)).status).toBe(403);
  });

  test('with one permission of a folder, for what needs the other', async () => {
    const { get, post } = createWith({ groups: [VIEWERS] });
    expect((await get(PARAM)).status).toBe(200);
    expect(await post('/u/Sales/_api_/v1/create', { name: 'A' })).toMatchObject({
      status: 403,
      text: 'Permission "File Management" is not granted on folder "/Sales"',
    });
  });

  test('from parameters, while the flag for them is off; runs go on', async () => {
    const { omniscope, get, post } = createWith({});
    omniscope.settings.parameterAccess = false;
    const update = { updates: [{ name: 'Region', value: 'South' }] };
    for (const refused of [
      await get(PARAM),
      await get(`${PARAM}/Region`),
      await post('/u/Sales/Monthly%20Report.iox/w/updateparams', update),
    ]) {
      expect(refused).toMatchObject({ status: 403, text: expect.stringContaining('parameters') });
    }
    expect((await post('/u/Sales/Monthly%20Report.iox/w/execute', {})).status).toBe(200);
  });
});

describe('the request log', () => {
  test('records user, request and status, with six characters of the token', async () => {
    const { omniscope, get, token, clock } = createWith({});
    await get(`${PARAM}?secret=1`);
    await get('/u/HR/Salaries.iox/w/param');
    await get('/nowhere');
    const common = { at: clock.now(), method: 'GET', token: token.slice(0, 6) };
    expect(omniscope.requests).toEqual([
      { ...common, path: PARAM, status: 200, user: 'bob' },
      { ...common, path: '/u/HR/Salaries.iox/w/param', status: 403, user: 'bob' },
      { ...common, path: '/nowhere', status: 404, user: null },
    ]);
    expect(JSON.stringify(omniscope.requests)).not.toContain(token);
  });
});
