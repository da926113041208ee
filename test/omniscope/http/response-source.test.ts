import { describe, expect, test } from '@jest/globals';
import { GATEWAY_PAGES } from '../../../sandbox/gateway/pages.ts';
import { parseBody } from '../../../src/omniscope/http/response-body.ts';
import { responseSource } from '../../../src/omniscope/http/response-source.ts';

function sourceOf(status: number, text: string, contentType: string | null = null): string {
  const head = { status, header: () => contentType };
  const source = responseSource({ ...head, body: parseBody({ ...head, text }) });
  if (source.from === 'api') return 'api';
  expect(source.intermediary.status).toBe(status);
  return source.intermediary.found;
}

test.each<[number, string]>([
  [200, '{"jobId":"EA238_3"}'],
  [200, '{"jobState":"RUNNING","executionTime":12.5}'],
  [200, '{"paramValues":[]}'],
  [200, '{"name":"a","path":"/a.iox/"}'],
  [200, '{"errorType":"WORKFLOW_ALREADY_RUNNING","errorMessage":{}}'],
  [404, '{"errorType":"JOB_NOT_FOUND"}'],
  [403, '{"errorMessage":"no"}'],
  [500, '{"errorType":"INTERNAL"}'],
  [403, 'Forbidden'],
  [403, 'You may not execute this workflow'],
  [404, 'Project "/Sales/404 page not found.iox" not found'],
  [404, 'Not found'],
  [400, 'Unknown template: <none>'],
  [409, 'A project named "a" already exists'],
  [500, 'Internal error'],
])('a %i with %j is the API’s own word', (status, text) => {
  expect(sourceOf(status, text)).toBe('api');
});

describe('a response of something in front of the server', () => {
  test.each<[string, number, string, string | null]>([
    ['elastic/integrations 6579', 403, '<!DOCTYPE html><title>Access denied', null],
    ['n8n 3376', 403, '<html>\r\n<head><title>403 Forbidden</title></head>', null],
    ['traefik 13546', 404, '<html><body>not here', null],
    ['a page in XML', 403, '<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>', null],
    ['XML without a declaration', 503, '<Error><Code>SlowDown</Code></Error>', null],
    ['a fragment', 502, '<h1>Sorry</h1>', null],
    ['a page after a comment', 200, ' \n<!-- maintenance --><p>Back soon', null],
    ['a page that begins with text', 403, 'Access denied<br>Ray 1', 'text/html;charset=utf-8'],
    ['a login page', 200, '<html lang="en">', null],
    ['a page with a redirect', 302, '<html>Moved</html>', null],
  ])('is told by its markup, whatever its status: %s', (_, status, text, contentType) => {
    expect(sourceOf(status, text, contentType)).toBe('web-page');
  });

  test.each<[string, number, string]>([
    ['traefik 9289', 404, '404 page not found\n'],
    ['Traefik without a server', 503, 'no available server'],
    ['Traefik, server gone', 502, 'Bad Gateway'],
    ['Envoy', 503, 'no healthy upstream'],
    ['Envoy', 503, 'upstream connect error or disconnect/reset before headers. reset reason: x'],
    ['Istio', 403, 'RBAC: access denied'],
    ['Cloudflare', 403, 'error code: 1020'],
    ['Kubernetes', 404, 'default backend - 404'],
    ['Cloud Foundry', 404, "404 Not Found: Requested route ('a.example.com') does not exist."],
    ['nginx in plain text', 504, '504 Gateway Time-out'],
    ['ngrok', 404, 'Tunnel a.ngrok.io not found'],
  ])('is told by a known proxy’s text: %s, %i', (_, status, text) => {
    expect(sourceOf(status, text)).toBe('proxy-error');
  });

  test.each<[string, number, string]>([
    ['Kong', 404, '{"message":"no Route matched with those values"}'],
    ['AWS API Gateway', 403, '{"message":"Forbidden"}'],
    ['a Spring gateway', 404, '{"status":404,"error":"Not Found","path":"/x"}'],
    ['n8n 30363', 403, '{"error":"Forbidden"}'],
    ['another product', 200, '{"ok":true}'],
    ['a health check', 200, '{"status":"ok"}'],
    ['a job state that comes with an error status', 502, '{"jobState":"COMPLETED"}'],
  ])('is told by JSON that the API does not have: %s', (_, status, text) => {
    expect(sourceOf(status, text)).toBe('other-json');
  });

  test.each<[number, string, string]>([
    [204, '', 'empty'],
    [503, '', 'empty'],
    [302, 'Moved', 'redirect'],
    [304, '', 'redirect'],
    [300, '{"jobId":"1"}', 'redirect'],
    [200, 'ok', 'other-text'],
    [200, '[{"jobId":"1"}]', 'other-text'],
    [404, '{"errorType":"JOB_NOT', 'other-text'],
    [500, `${'at a line of a dump\n'.repeat(200)}`, 'other-text'],
  ])('is told by what no API response is: %i with %j', (status, text, found) => {
    expect(sourceOf(status, text)).toBe(found);
  });
});

/** Without a body, these two say all that the API itself would say. */
const AMBIGUOUS = ['bare 403', 'bare 404'];
const PAGES = Object.entries(GATEWAY_PAGES).filter(([name]) => !AMBIGUOUS.includes(name));

test.each(PAGES)('%s is no response of the API', (_, reply) => {
  const headers: Record<string, unknown> = { ...reply.headers };
  expect(sourceOf(reply.status, String(reply.body), String(headers['content-type']))).not.toBe(
    'api',
  );
});

test.each([400, 403, 404, 409, 422])(
  'a failure of the API may come without a body: %i',
  (status) => {
    expect(sourceOf(status, '')).toBe('api');
  },
);

test('another endpoint may know other JSON', () => {
  const head = { status: 400, header: () => null };
  const body = parseBody({ ...head, text: '{"error":"invalid_grant"}' });
  const keys = { success: ['access_token'], failure: ['error'], withoutBody: [] };
  expect(responseSource({ ...head, body }, keys)).toEqual({ from: 'api' });
});
