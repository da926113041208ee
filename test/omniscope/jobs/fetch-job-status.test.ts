import { describe, expect, test } from '@jest/globals';
import { TokenExpiredError } from '../../../src/omniscope/errors.ts';
import { type HttpRequest, NetworkError } from '../../../src/omniscope/http/transport.ts';
import {
  type EndpointCache,
  fetchJobStatus,
} from '../../../src/omniscope/jobs/fetch-job-status.ts';
import { errorOf, fakeServer, type Reply } from '../fixture.ts';
import { completed, job, lambdaJob, noSuchJob, notFound, placeOf, running } from './jobs.ts';

const unlearned = (): EndpointCache => ({ path: null, project: null });
const html: Reply = { body: '<html><title>Log in</title></html>' };

/** Polls once; `replies` by place, everything else is not found. */
async function pollOnce(replies: Record<string, Reply>, of = job, endpoint = unlearned()) {
  const { api, requests } = fakeServer((request) => replies[placeOf(request)] ?? notFound);
  const { requests: counted, ...found } = await fetchJobStatus(api, of, endpoint);
  expect(counted).toBe(requests.length);
  return { found, places: requests.map(placeOf), endpoint };
}

describe('a reading', () => {
  test.each<[object, object]>([
    [{ jobState: 'RUNNING' }, {}],
    [{ jobState: 'RUNNING', executionTime: 12.5, more: 1 }, { executionTime: 12.5 }],
    [{ jobState: 'RUNNING', executionTime: '12 s' }, { executionTime: '12 s' }],
    [{ jobState: 'RUNNING', executionTime: null, errorType: null, errorMessage: '' }, {}],
    [{ jobState: 'RUNNING', executionTime: {}, errorType: 7, errorMessage: ['m'] }, {}],
    [
      { jobState: 'RUNNING', errorType: 'E', errorMessage: ['m'] },
      { error: { type: 'E', message: null } },
    ],
    [
      { jobState: 'RUNNING', errorType: 'E', errorMessage: 'm' },
      { error: { type: 'E', message: 'm' } },
    ],
  ])('takes what the server gives: %j', async (body, expected) => {
    const { found } = await pollOnce({ 'original status': { body } });
    const bare = { state: 'RUNNING', phase: 'running', executionTime: null, error: null };
    expect(found).toEqual({ kind: 'status', status: { ...bare, ...expected } });
  });

  test.each<[Reply]>([
    [{ body: {} }],
    [{ body: { jobState: '' } }],
    [{ body: { jobState: null } }],
    [{ body: { jobState: 3 } }],
    [{ status: 500, body: { jobState: 'COMPLETED' } }],
    [{ status: 302, body: { jobState: 'COMPLETED' } }],
  ])('is not made of %j', async (reply) => {
    const { found } = await pollOnce({ 'original status': reply, 'original job-state': reply });
    expect(found.kind).toBe('no-status');
  });
});

describe('the two names of the endpoint', () => {
  test('cost no second request once the first has worked', async () => {
    const { places, endpoint } = await pollOnce({ 'original status': running });
    expect(places).toEqual(['original status']);
    expect(endpoint.path).toBe('status');
  });

  test.each<[string, Reply]>([
    ['404', notFound],
    ['404 in JSON', { status: 404, body: { error: 'Not Found', path: '/x' } }],
    ['404 with a failure', { status: 404, body: { errorType: 'NOT_FOUND' } }],
    ['405', { status: 405, body: {} }],
    ['a web page', html],
    ['an empty response', {}],
  ])('are both tried after %s', async (_, reply) => {
    const replies = { 'original status': reply, 'original job-state': completed };
    const { found, places, endpoint } = await pollOnce(replies);
    expect(found).toMatchObject({ kind: 'status', status: { phase: 'succeeded' } });
    expect(places).toEqual(['original status', 'original job-state']);
    expect(endpoint.path).toBe('job-state');
    const again = await pollOnce(replies, job, endpoint);
    expect(again.places).toEqual(['original job-state']);
  });

  test.each<[string, Reply]>([
    ['JOB_NOT_FOUND', noSuchJob],
    ['JOB_NOT_FOUND with 404', { status: 404, body: { errorType: 'JOB_NOT_FOUND' } }],
    ['429', { status: 429 }],
    ['500', { status: 500, body: '<html>' }],
    ['a broken connection', new NetworkError('connection-reset')],
  ])('are not both tried after %s', async (_, reply) => {
    const { places } = await pollOnce({ 'original status': reply });
    expect(places).toEqual(['original status']);
  });

  test('are not learned from a response that says nothing', async () => {
    const { endpoint } = await pollOnce({ 'original status': { status: 429 } });
    expect(endpoint).toEqual(unlearned());
  });
});

describe('a lambda execution', () => {
  test('is looked up at its copy first', async () => {
    const { places, endpoint } = await pollOnce({ 'lambda status': running }, lambdaJob);
    expect(places).toEqual(['lambda status']);
    expect(endpoint.project).toBe(lambdaJob.lambdaProject);
  });

  test.each<[string, Reply]>([
    ['404', notFound],
    ['JOB_NOT_FOUND', noSuchJob],
    ['403, since a hidden folder has permissions of its own', { status: 403, body: 'no' }],
  ])('is looked up at its original after %s', async (_, reply) => {
    const replies = { 'lambda status': reply, 'lambda job-state': reply };
    const { found, places, endpoint } = await pollOnce(
      { ...replies, 'original status': completed },
      lambdaJob,
    );
    expect(found.kind).toBe('status');
    expect(places.at(-1)).toBe('original status');
    expect(endpoint.project).toBe(job.project);
    const again = await pollOnce({ 'original status': completed }, lambdaJob, endpoint);
    expect(again.places).toEqual(['original status']);
  });

  test('is looked up at its original again while its copy is being torn down', async () => {
    const endpoint: EndpointCache = { path: 'status', project: lambdaJob.lambdaProject };
    const { found, places } = await pollOnce({ 'original status': completed }, lambdaJob, endpoint);
    expect(found.kind).toBe('status');
    expect(places).toEqual(['lambda status', 'original status']);
  });

  test('whose copy is gone by the first poll costs one request more, not the other name’s', async () => {
    const { found, places } = await pollOnce({ 'original status': completed }, lambdaJob);
    expect(found.kind).toBe('status');
    expect(places).toEqual(['lambda status', 'original status']);
  });

  test('is looked up by the other name at its original first, and from then on', async () => {
    const replies = { 'lambda job-state': running, 'original job-state': running };
    const { places, endpoint } = await pollOnce(replies, lambdaJob);
    expect(places).toEqual(['lambda status', 'original status', 'original job-state']);
    const again = await pollOnce(replies, lambdaJob, endpoint);
    expect(again.places).toEqual(['original job-state']);
  });

  test('is looked up by the other name at its copy when nothing else tells', async () => {
    const { found, places } = await pollOnce({ 'lambda job-state': completed }, lambdaJob);
    expect(found.kind).toBe('status');
    expect(places).toHaveLength(4);
  });

  test('is not looked up again at a copy that has refused to tell', async () => {
    const { places } = await pollOnce({ 'lambda status': { status: 403 } }, lambdaJob);
    expect(places).toEqual(['lambda status', 'original status', 'original job-state']);
  });

  test.each<[string, Record<string, Reply>, string]>([
    ['what the copy says counts for nothing', { 'lambda job-state': noSuchJob }, 'bare-status'],
    ['what the original says counts', { 'original status': noSuchJob }, 'job-not-found'],
  ])('is unknown by the original alone: %s', async (_, replies, evidence) => {
    const { found } = await pollOnce(replies, lambdaJob);
    expect(found).toEqual({ kind: 'not-found', evidence });
  });

  test('is looked up at its original after a failure that the copy alone may have', async () => {
    const gone = { body: { errorType: 'PROJECT_NOT_FOUND' } };
    const replies = { 'lambda status': gone, 'original status': completed };
    const { found, places } = await pollOnce(replies, lambdaJob);
    expect(found.kind).toBe('status');
    expect(places).toEqual(['lambda status', 'original status']);
  });

  test.each<[string, Reply, string]>([
    ['refused to tell', { status: 403 }, 'job-status-forbidden'],
    ['failed', { body: { errorType: 'PROJECT_LOADING' } }, 'request-rejected'],
  ])('is not unknown where its copy %s', async (_, reply, code) => {
    const replies = { 'lambda status': reply, 'original status': noSuchJob };
    const { found } = await pollOnce(replies, lambdaJob);
    expect(found).toMatchObject({ kind: 'no-status', error: { code } });
  });

  test('is not looked up elsewhere when its copy’s server says nothing', async () => {
    const { found, places } = await pollOnce({ 'lambda status': { status: 503 } }, lambdaJob);
    expect(found.kind).toBe('no-status');
    expect(places).toEqual(['lambda status']);
  });
});

test.each<[Reply, string]>([
  [noSuchJob, 'job-not-found'],
  [{ status: 404, body: { errorType: 'NO_PROJECT' } }, 'failure'],
  [notFound, 'bare-status'],
])('a job is unknown by what the server says: %j', async (reply, evidence) => {
  const replies = { 'original status': reply, 'original job-state': reply };
  const { found } = await pollOnce(replies);
  expect(found).toEqual({ kind: 'not-found', evidence });
});

// omniscope-multinode: a balancer leads a client to one node by a cookie.
test.each<[string, Reply, number]>([
  ['JOB_NOT_FOUND', noSuchJob, 1],
  ['404', notFound, 1],
  ['a state', running, 0],
  ['a web page', html, 0],
])('the cookies are dropped when a node does not know the job: %s', async (_, reply, times) => {
  const drops: string[] = [];
  const { api } = fakeServer(() => reply);
  const transport = Object.assign(api.transport, { forgetCookies: () => void drops.push('all') });
  await fetchJobStatus({ ...api, transport }, job, unlearned());
  expect(drops).toHaveLength(times);
});

describe('a response that says nothing of the job', () => {
  const now = 'Mon, 05 Jan 2026 09:00:20 GMT';
  test.each<[string, Reply, number, object]>([
    ['429', { status: 429 }, 0, { retryAfterSeconds: null }],
    ['429 with seconds', { status: 429, headers: { 'retry-after': '7' } }, 7_000, {}],
    ['429 with a date', { status: 429, headers: { 'retry-after': now } }, 20_000, {}],
    ['503', { status: 503 }, 0, { status: 503 }],
    ['400', { status: 400, body: {} }, 0, { status: 400 }],
    ['another failure', { body: { errorType: 'X' } }, 0, { action: 'read', serverMessage: 'X' }],
    ['a web page', html, 0, { found: 'web-page' }],
    ['a redirect', { status: 302 }, 0, { found: 'a redirect' }],
    ['a timeout', new NetworkError('timeout'), 0, { reason: 'timeout' }],
  ])('is kept with its reason: %s', async (_, reply, retryAfterMs, details) => {
    const replies = { 'original status': reply, 'original job-state': reply };
    const { found } = await pollOnce(replies);
    expect(found).toMatchObject({ kind: 'no-status', retryAfterMs, error: { details } });
  });
});

test('a missing permission is an error, and says that the job exists', async () => {
  const { api } = fakeServer(() => ({ status: 403, body: 'Forbidden' }));
  expect(await errorOf(fetchJobStatus(api, job, unlearned()))).toEqual({
    code: 'job-status-forbidden',
    job: job.id,
    permission: 'Workflow Execution via APIs',
  });
});

test('a refused token passes through, for the caller to refresh', async () => {
  const requests: HttpRequest[] = [];
  const { api } = fakeServer((request) => {
    requests.push(request);
    return { status: 401 };
  });
  await expect(fetchJobStatus(api, lambdaJob, unlearned())).rejects.toThrow(TokenExpiredError);
  expect(requests).toHaveLength(1);
});
