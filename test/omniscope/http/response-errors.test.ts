import { describe, expect, test } from '@jest/globals';
import { request } from '../../../src/omniscope/api.ts';
import { throwForStatus } from '../../../src/omniscope/http/response-errors.ts';
import { errorOf, fakeServer, type Reply } from '../fixture.ts';

const url = 'https://omniscope.example.com/u/Report.iox/w/param';

describe('an error that means the same at every endpoint', () => {
  const host = 'omniscope.example.com';
  const intermediary = (found: string, status: number) => ({
    code: 'intermediary-response',
    ...{ host, found, status },
  });
  const html = '<!DOCTYPE html><title>Log in</title>';
  test.each<[string, Reply, object]>([
    ['403', { status: 403, body: 'No' }, { code: 'forbidden', scopeExcluded: false }],
    ['429', { status: 429 }, { code: 'server-busy', retryAfterSeconds: null }],
    ['a 429 page', { status: 429, body: html }, { code: 'server-busy' }],
    ['302', { status: 302 }, { code: 'not-an-omniscope-api', found: 'a redirect' }],
    ['200 HTML', { body: html }, intermediary('web-page', 200)],
    ['200 text', { body: 'ok' }, intermediary('other-text', 200)],
    ['204', { status: 204 }, intermediary('empty', 204)],
    ['403 HTML (n8n 30363)', { status: 403, body: html }, intermediary('web-page', 403)],
    ['404 HTML (traefik 13546)', { status: 404, body: html }, intermediary('web-page', 404)],
    ['503 HTML', { status: 503, body: html }, intermediary('web-page', 503)],
    ['503', { status: 503, body: 'Starting' }, { code: 'server-failed', status: 503 }],
  ])('is told by %s', async (_, reply, expected) => {
    const { api } = fakeServer(() => reply);
    const response = await request(api, { method: 'GET', url });
    const thrown = errorOf(() => throwForStatus(api, response, 'Workflow Execution via APIs'));
    expect(await thrown).toMatchObject(expected);
  });

  test.each<[string, Reply]>([
    ['JSON of the API', { body: { jobId: '1' } }],
    ['404', { status: 404, body: 'No such project' }],
    ['a failure in JSON with 500', { status: 500, body: { errorType: 'X' } }],
  ])('is not seen in %s', async (_, reply) => {
    const { api } = fakeServer(() => reply);
    const response = await request(api, { method: 'GET', url });
    expect(throwForStatus(api, response, 'File Management')).toBeUndefined();
  });

  test.each([
    ['File Management', ['workflowapi:execute'], true],
    ['File Management', ['projectapi:execute'], false],
    ['Workflow Execution via APIs', ['projectapi:execute'], true],
    ['Workflow Execution via APIs', ['workflowapi:execute'], false],
    ['parameters', ['projectapi:execute'], true],
    ['parameters', ['workflowapi:execute'], false],
  ] as const)('names %s, and whether %j leaves its scope out', async (permission, scopes, out) => {
    const { api } = fakeServer(() => ({ status: 403, body: 'no' }), { scopes });
    const response = await request(api, { method: 'GET', url });
    expect(await errorOf(() => throwForStatus(api, response, permission))).toEqual({
      code: 'forbidden',
      permission,
      scopeExcluded: out,
    });
  });
});

describe('a 403 for a missing scope', () => {
  const errorFor = async (reply: Reply, scopes = ['workflowapi:execute']) => {
    const { api } = fakeServer(() => reply, { scopes });
    const response = await request(api, { method: 'GET', url });
    return errorOf(() => throwForStatus(api, response, 'Workflow Execution via APIs'));
  };
  const challenge = { 'www-authenticate': 'Bearer error="insufficient_scope"' };

  test.each<[Reply]>([
    [{ status: 403, body: 'Missing scope workflowapi:execute' }],
    [{ status: 403, body: 'The scopes do not suffice' }],
    [{ status: 403, body: 'no', headers: challenge }],
  ])('is told from its words, or from its challenge: %j', async (reply) => {
    expect(await errorFor(reply)).toEqual({ code: 'token-rejected', reason: 'scope' });
  });

  test('is not seen in the name of the product', async () => {
    const reply = { status: 403, body: 'Omniscope: you may not execute this' };
    expect(await errorFor(reply)).toMatchObject({ code: 'forbidden' });
  });

  test('is the connection’s own choice where it left the scope out', async () => {
    const reply = { status: 403, body: 'Missing scope' };
    const error = await errorFor(reply, ['projectapi:execute']);
    expect(error).toMatchObject({ code: 'forbidden', scopeExcluded: true });
  });
});
