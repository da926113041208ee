import { describe, expect, test } from '@jest/globals';
import { createVirtualClock } from '../../sandbox/zapier-emulator/virtual-clock.ts';
import {
  parseRetryAfter,
  postJson,
  request,
  throwForStatus,
  toReadError,
} from '../../src/omniscope/api.ts';
import { OmniscopeError } from '../../src/omniscope/errors.ts';
import { NetworkError } from '../../src/omniscope/http/transport.ts';
import { ServerUrl } from '../../src/omniscope/server-url.ts';
import { errorOf, type Reply, scene } from './fixture.ts';

const url = 'https://omniscope.example.com/u/Report.iox/w/param';

describe('a request', () => {
  test('carries the token, and no header of the caller replaces it', async () => {
    const { api, requests } = scene(() => ({ body: {} }));
    await request(api, { method: 'GET', url, headers: { authorization: 'Bearer another' } });
    expect(requests[0]?.headers).toEqual({
      accept: 'application/json',
      authorization: 'Bearer the-access-token',
    });
  });

  test.each([
    'https://other.example.com/u/Report.iox/w/param',
    'http://omniscope.example.com/u/Report.iox/w/param',
    'https://omniscope.example.com:444/u/Report.iox/w/param',
    'https://omniscope.example.com@other.example.com/',
  ])('never leaves the origin of its connection: %s', async (foreign) => {
    const { api, requests } = scene(() => ({ body: {} }));
    await expect(request(api, { method: 'GET', url: foreign })).rejects.toThrow(TypeError);
    expect(requests).toHaveLength(0);
  });

  test('that reads takes no longer than 10 s, one that changes something until the deadline', async () => {
    const { api, clock, requests } = scene(() => ({ body: {} }));
    await request(api, { method: 'GET', url });
    await postJson(api, url, {});
    await clock.sleep(25_000);
    await request(api, { method: 'GET', url });
    await postJson(api, url, {});
    const limits = requests.map(({ timeoutMs }) => timeoutMs);
    expect(limits).toEqual([10_000, 28_500, 3_500, 3_500]);
  });

  test('is not sent once the deadline has passed', async () => {
    const { api, clock, requests } = scene(() => ({ body: {} }));
    await clock.sleep(28_500);
    const failure = await request(api, { method: 'GET', url }).catch((error) => error);
    expect(failure).toEqual(new NetworkError('timeout'));
    expect(requests).toHaveLength(0);
  });

  test('lets errors of the transport pass untouched', async () => {
    const refresh = Object.assign(new Error('refresh'), { name: 'RefreshAuthError' });
    const { api } = scene(() => refresh);
    await expect(request(api, { method: 'GET', url })).rejects.toBe(refresh);
    expect(toReadError(api.server.host, refresh)).toBe(refresh);
  });
});

describe('a refusal that means the same everywhere', () => {
  const html = '<!DOCTYPE html><title>Log in</title>';
  test.each<[string, Reply, object]>([
    ['403', { status: 403, body: 'No' }, { code: 'forbidden', scopeExcluded: false }],
    ['429', { status: 429 }, { code: 'server-busy', retryAfterSeconds: null }],
    ['302', { status: 302 }, { code: 'not-an-omniscope-api', found: 'a redirect' }],
    ['200 HTML', { body: html }, { code: 'not-an-omniscope-api', found: 'a web page' }],
    ['200 text', { body: 'ok' }, { code: 'not-an-omniscope-api', found: 'an unknown answer' }],
    ['204', { status: 204 }, { code: 'not-an-omniscope-api', found: 'an unknown answer' }],
    ['503', { status: 503, body: html }, { code: 'server-failed', status: 503 }],
  ])('is told from %s', async (_, reply, expected) => {
    const { api } = scene(() => reply);
    const answer = await request(api, { method: 'GET', url });
    const refused = errorOf(() => throwForStatus(api, answer, 'Workflow Execution via APIs'));
    expect(await refused).toMatchObject(expected);
  });

  test.each<[string, Reply]>([
    ['JSON', { body: {} }],
    ['404', { status: 404 }],
    ['a failure in JSON with 500', { status: 500, body: { errorType: 'X' } }],
  ])('is not seen in %s', async (_, reply) => {
    const { api } = scene(() => reply);
    const answer = await request(api, { method: 'GET', url });
    expect(throwForStatus(api, answer, 'File Management')).toBeUndefined();
  });

  test.each([
    ['File Management', ['workflowapi:execute'], true],
    ['File Management', ['projectapi:execute'], false],
    ['Workflow Execution via APIs', ['projectapi:execute'], true],
    ['Workflow Execution via APIs', ['workflowapi:execute'], false],
  ] as const)('names %s, and whether %j leaves its scope out', async (permission, scopes, out) => {
    const { api } = scene(() => ({ status: 403 }), { scopes });
    const answer = await request(api, { method: 'GET', url });
    expect(await errorOf(() => throwForStatus(api, answer, permission))).toEqual({
      code: 'forbidden',
      permission,
      scopeExcluded: out,
    });
  });
});

describe('a 403 for want of a scope', () => {
  const refused = async (reply: Reply, scopes = ['workflowapi:execute']) => {
    const { api } = scene(() => reply, { scopes });
    const answer = await request(api, { method: 'GET', url });
    return errorOf(() => throwForStatus(api, answer, 'Workflow Execution via APIs'));
  };
  const challenge = { 'www-authenticate': 'Bearer error="insufficient_scope"' };

  test.each<[Reply]>([
    [{ status: 403, body: 'Missing scope workflowapi:execute' }],
    [{ status: 403, body: 'The scopes do not suffice' }],
    [{ status: 403, headers: challenge }],
  ])('is told from its words, or from its challenge: %j', async (reply) => {
    expect(await refused(reply)).toEqual({ code: 'token-rejected', reason: 'scope' });
  });

  test('is not seen in the name of the product', async () => {
    const reply = { status: 403, body: 'Omniscope: you may not execute this' };
    expect(await refused(reply)).toMatchObject({ code: 'forbidden' });
  });

  test('is the connection’s own choice where it left the scope out', async () => {
    const reply = { status: 403, body: 'Missing scope' };
    const problem = await refused(reply, ['projectapi:execute']);
    expect(problem).toMatchObject({ code: 'forbidden', scopeExcluded: true });
  });
});

test('an unreachable server is named by its host, prefix left out', () => {
  const { api } = scene(() => ({}), {
    server: ServerUrl.parse('https://example.com:8443/omniscope'),
  });
  const problem = toReadError(api.server.host, new NetworkError('tls'));
  expect(problem).toEqual(
    new OmniscopeError('unreachable', { host: 'example.com:8443', reason: 'tls' }),
  );
  expect(problem).toMatchObject({ details: { host: 'example.com:8443', reason: 'tls' } });
});

describe('Retry-After', () => {
  const clock = createVirtualClock(Date.UTC(2026, 0, 1, 12, 0, 0, 500));
  test.each([
    ['7', 7],
    [' 0 ', 0],
    ['Thu, 01 Jan 2026 12:01:00 GMT', 60],
    ['Thu, 01 Jan 2026 11:00:00 GMT', 0],
    ['soon', null],
    ['-5', null],
    ['', null],
  ])('is read from either of its forms: %j', (value, seconds) => {
    expect(parseRetryAfter(clock, { status: 429, header: () => value })).toBe(seconds);
  });

  test('may be missing', () => {
    expect(parseRetryAfter(clock, { status: 429, header: () => null })).toBeNull();
  });
});
