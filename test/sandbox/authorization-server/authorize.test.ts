import { describe, expect, test } from '@jest/globals';
import { createHarness, REDIRECT_URI } from './harness.ts';

describe('the authorize endpoint', () => {
  test('sends the browser on to the provider, with a state and a challenge of its own', async () => {
    const { authorize } = await createHarness();
    const { status, location } = await authorize({ state: 'application-state' });
    expect(status).toBe(302);
    expect(location?.origin).toBe('https://login.example');
    expect(location?.searchParams.get('scope')).toBe(
      'workflowapi:execute projectapi:execute offline_access',
    );
    expect(location?.searchParams.get('code_challenge')).toMatch(/^[\w-]{43}$/);
    expect(location?.search).not.toContain('application-state');
  });

  test.each([
    ['without the trailing slash', REDIRECT_URI.slice(0, -1)],
    ['with a port', 'https://app.example:443/return/'],
    ['in another scheme', 'http://app.example/return/'],
    ['in other case', 'https://app.example/Return/'],
    ['with a query', `${REDIRECT_URI}?a=1`],
    ['of somebody else', 'https://evil.example/return/'],
    ['left out', undefined],
  ])('rejects a redirect URI %s, and never redirects to it', async (_how, redirectUri) => {
    const { authorize } = await createHarness();
    const answer = await authorize({ redirect_uri: redirectUri });
    expect(answer).toMatchObject({
      status: 400,
      text: 'redirect_uri does not match',
      location: undefined,
    });
  });

  test('rejects the client id of another application, without a redirect', async () => {
    const { authorize } = await createHarness();
    const answer = await authorize({ client_id: 'somebody' });
    expect(answer).toMatchObject({ status: 400, location: undefined });
  });

  test('rejects every request while the integration is disabled', async () => {
    const { authorize, server } = await createHarness();
    for (const integration of server.integrations) integration.enabled = false;
    expect(await authorize()).toMatchObject({ status: 403, location: undefined });
  });

  test('is "page not found" for an integration that does not exist', async () => {
    const { authorize } = await createHarness();
    const { status, text } = await authorize({}, 'nobody');
    expect(status).toBe(404);
    expect(text).toContain('Page not found');
  });

  test('omits scopes that Omniscope does not know', async () => {
    const { authorize } = await createHarness();
    const { location } = await authorize({ scope: 'admin workflowapi:execute everything' });
    expect(location?.searchParams.get('scope')).toBe('workflowapi:execute');
  });

  test.each([
    ['no scope', { scope: undefined }, 'invalid_scope'],
    ['no scope of an API', { scope: 'offline_access' }, 'invalid_scope'],
    ['another response type', { response_type: 'token' }, 'unsupported_response_type'],
  ])('tells the application of %s, with its state', async (_what, changes, error) => {
    const { authorize } = await createHarness();
    const { location } = await authorize({ ...changes, state: 's+1 &=' });
    expect(location?.href.startsWith(REDIRECT_URI)).toBe(true);
    expect(location?.searchParams.get('error')).toBe(error);
    expect(location?.searchParams.get('state')).toBe('s+1 &=');
  });

  test('rejects a parameter that is given twice', async () => {
    const { send } = await createHarness();
    const url = '/_api_/v1/integration/authorize/app?client_id=app-client&client_id=app-client';
    expect((await send('GET', url)).status).toBe(400);
  });

  test('accepts no other method than GET', async () => {
    const { send } = await createHarness();
    const { status, headers } = await send('POST', '/_api_/v1/integration/authorize/app');
    expect(status).toBe(405);
    expect(headers.allow).toBe('GET');
  });
});

describe('an External URL', () => {
  test.each(['http://omniscope.example', 'https://10.0.0.1', 'https://[::1]:8443'])(
    'is refused as %s',
    async (externalUrl) => {
      await expect(createHarness({ externalUrl })).rejects.toThrow('domain name');
    },
  );

  test('may have a path, below which alone the endpoints are', async () => {
    const { send, server } = await createHarness({ externalUrl: 'https://omniscope.example/bi' });
    const path = '/_api_/v1/integration/authorize/app';
    expect((await send('GET', `/bi${path}`)).text).toBe('client_id does not match');
    const request = { method: 'GET', url: path, headers: {}, body: Buffer.alloc(0) };
    expect(server.handle(request)).toBeUndefined();
  });
});
