import { expect, test } from '@jest/globals';
import { findJob } from '../../../src/omniscope/jobs/find-job.ts';
import { errorOf, fakeServer, type Reply } from '../fixture.ts';
import { job, lambdaJob, noSuchJob, notFound, placeOf, running } from './jobs.ts';

function find(reply: (place: string, index: number) => Reply, of = job) {
  const { api, clock, requests } = fakeServer((request, index) => reply(placeOf(request), index));
  const begun = clock.now();
  const found = findJob(api, of);
  return { found, places: () => requests.map(placeOf), took: () => clock.now() - begun };
}

test('gives the state of a job with one request', async () => {
  const { found, places } = find(() => running);
  expect(await found).toMatchObject({ state: 'RUNNING', phase: 'running' });
  expect(places()).toEqual(['original status']);
});

test('needs a second response to say that there is no such job', async () => {
  const { found, took } = find(() => noSuchJob);
  expect(await found).toBeNull();
  expect(took()).toBe(1_000);
  expect(await find((_, index) => (index === 0 ? noSuchJob : running)).found).toMatchObject({
    state: 'RUNNING',
  });
});

test('is an error, not a miss, where the copy refuses to tell', async () => {
  const { found } = find(
    (place) => (place.startsWith('lambda') ? { status: 403, body: 'no' } : noSuchJob),
    lambdaJob,
  );
  expect(await errorOf(found)).toMatchObject({ code: 'job-status-forbidden' });
});

test('tells a project that does not exist from a job that does not', async () => {
  expect(await errorOf(find(() => notFound).found)).toMatchObject({ code: 'project-not-found' });
  const withProject = (parameters: Reply) =>
    find((place) => (place === 'original param' ? parameters : notFound)).found;
  expect(await withProject({ body: { paramValues: [] } })).toBeNull();
  // Parameters may be closed to APIs although the project is there.
  expect(await withProject({ status: 403, body: 'no' })).toBeNull();
});

test.each<[string, Reply, string]>([
  ['no permission', { status: 403, body: 'no' }, 'job-status-forbidden'],
  ['a broken response', { body: '{"jobState"' }, 'intermediary-response'],
  ['a web page', { body: '<html>' }, 'intermediary-response'],
  ['a page with 403 (n8n 30363)', { status: 403, body: '<html>' }, 'intermediary-response'],
  ['a page with 404', { status: 404, body: '<html>' }, 'intermediary-response'],
  ['a redirect', { status: 302 }, 'not-an-omniscope-api'],
  ['a busy server', { status: 429 }, 'server-busy'],
  ['a failing server', { status: 500, body: 'no' }, 'server-failed'],
])('never takes %s for "no such job"', async (_, reply, code) => {
  expect(await errorOf(find(() => reply).found)).toMatchObject({ code });
});
