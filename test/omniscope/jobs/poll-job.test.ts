import { describe, expect, test } from '@jest/globals';
import { NetworkError } from '../../../src/omniscope/http/transport.ts';
import { pollJob } from '../../../src/omniscope/jobs/poll-job.ts';
import { errorOf, fakeServer, type Reply } from '../fixture.ts';
import { completed, job, lambdaJob, noSuchJob, notFound, placeOf, poll, running } from './jobs.ts';

test.each([1, 300, 1_500, 8_000, 24_000])(
  'sees the end of a job of %d ms in time, with few requests',
  async (end) => {
    const { result, took, seen } = await poll((age) => (age < end ? running : completed));
    expect(result).toMatchObject({ status: { phase: 'succeeded' } });
    expect(took).toBeLessThanOrEqual(end + 300 + 0.15 * end);
    expect(seen.length).toBeLessThanOrEqual(took / 1000 + 8);
  },
);

test.each(['FINISHED', 'FAILED', 'ERROR', 'CANCELLED'])('ends at %s', async (jobState) => {
  const { result } = await poll(() => ({ body: { jobState } }));
  expect(result).toMatchObject({ status: { state: jobState } });
});

test('keeps polling over states that are not final or not known', async () => {
  const states = ['QUEUED', 'BLOCKED', 'SOMETHING_NEW', 'RUNNING', 'COMPLETED'];
  const { result, seen } = await poll((_, index) => ({ body: { jobState: states[index] } }));
  expect(result).toMatchObject({ status: { phase: 'succeeded' } });
  expect(seen).toHaveLength(5);
});

describe('when time is up', () => {
  test('a running job is given as it was last seen, and no poll begins later', async () => {
    const { result, seen } = await poll(() => running);
    expect(result).toMatchObject({ status: { phase: 'running', executionTime: 1.5 } });
    expect(Math.max(...seen)).toBeLessThanOrEqual(27_000);
    expect(Math.max(...seen)).toBeGreaterThan(25_900);
  });

  test('a job of which nothing was heard is still running', async () => {
    const { result } = await poll(() => ({ status: 503 }));
    expect(result).toMatchObject({ kind: 'no-status' });
  });

  test('a job that is to be polled immediately is polled once all the same', async () => {
    const { api, clock, requests } = fakeServer(() => running);
    const now = clock.now();
    const options = { startedAt: now, deadline: now - 1, immediate: true };
    expect(await pollJob(api, job, options)).toMatchObject({ status: { phase: 'running' } });
    expect(requests).toHaveLength(1);
  });

  test.each<[string, Reply, string]>([
    ['JOB_NOT_FOUND', noSuchJob, 'not-found'],
    ['a server that fails once', { status: 500 }, 'status'],
  ])('polling may go on until a state has been read: %s', async (_, first, kind) => {
    let polls = 0;
    const { api, clock } = fakeServer(() => (polls++ === 0 || kind !== 'status' ? first : running));
    const now = clock.now();
    const result = await pollJob(api, job, {
      startedAt: now - 86_400_000,
      deadline: now - 1,
      firstStatusDeadline: now + 27_000,
      immediate: true,
    });
    expect(result).toMatchObject({ kind });
  });

  test('ends the polling at once where no poll fits in', async () => {
    const { result, seen } = await poll(() => completed, job, 100);
    expect(result).toMatchObject({ kind: 'no-status' });
    expect(seen).toEqual([]);
  });
});

describe('responses that say nothing of the job', () => {
  test.each<[string, Reply]>([
    ['503', { status: 503 }],
    ['429', { status: 429 }],
    ['a web page', { body: '<html>' }],
    ['a broken connection', new NetworkError('connection-reset')],
    ['truncated JSON', { body: '{"jobState":"COMP' }],
  ])('are waited out: %s', async (_, reply) => {
    const { result } = await poll((age) => (age < 5_000 ? reply : completed));
    expect(result).toMatchObject({ status: { phase: 'succeeded' } });
  });

  test.each<[string, Reply]>([
    ['a web page', { body: '<html>' }],
    ['a redirect', { status: 302 }],
    ['an empty response', {}],
    ['503', { status: 503 }],
  ])('cost no more than one request a second and eight: %s', async (_, reply) => {
    for (const each of [job, lambdaJob]) {
      const { seen, took } = await poll(() => reply, each);
      expect(seen.length).toBeLessThanOrEqual(took / 1000 + 8);
    }
  });

  test.each<[string, Reply]>([
    ['503', { status: 503 }],
    ['a broken connection', new NetworkError('connection-reset')],
  ])('cost no more where a copy is gone: %s of the original', async (_, reply) => {
    const { api, clock, requests } = fakeServer((request) =>
      placeOf(request).startsWith('lambda') ? notFound : reply,
    );
    const now = clock.now();
    await pollJob(api, lambdaJob, { startedAt: now, deadline: now + 27_000 });
    expect(requests.length).toBeLessThanOrEqual((clock.now() - now) / 1000 + 8);
  });

  test('are waited out for as long as the server asks', async () => {
    const busy: Reply = { status: 429, headers: { 'retry-after': '12' } };
    const { result, seen } = await poll((_, index) => (index === 0 ? busy : completed));
    expect(seen).toEqual([200, 12_200]);
    expect(result).toMatchObject({ status: { phase: 'succeeded' } });
  });

  test('end the polling where the server asks for more than there is', async () => {
    const busy: Reply = { status: 429, headers: { 'retry-after': '3600' } };
    const { result, seen } = await poll(() => busy);
    expect(result).toMatchObject({ kind: 'no-status' });
    expect(seen).toEqual([200]);
  });
});

describe('a job that the server does not know', () => {
  test('is unknown only after three such responses over four seconds', async () => {
    const { result, seen } = await poll(() => noSuchJob);
    expect(result).toEqual({ kind: 'not-found', evidence: 'job-not-found' });
    expect(seen).toEqual([200, 2_200, 4_200]);
  });

  test.each<[string, object, Reply]>([
    ['by its word', job, noSuchJob],
    ['by nothing at the address', lambdaJob, notFound],
  ])('is given up within one perform when it is old, %s, but not so soon', async (_, of, reply) => {
    const { api, clock, requests } = fakeServer(() => reply);
    const now = clock.now();
    const options = { startedAt: now - 3_600_000, deadline: now + 27_000, immediate: true };
    expect(await pollJob(api, { ...job, ...of }, options)).toMatchObject({ kind: 'not-found' });
    const took = clock.now() - now;
    expect(took).toBeGreaterThanOrEqual(18_000);
    expect(requests.length).toBeLessThanOrEqual(took / 1000 + 8);
  });

  test('is not given up when it is old and every other response comes from another node', async () => {
    const { api, clock } = fakeServer((_, index) => (index % 2 === 0 ? noSuchJob : running));
    const now = clock.now();
    const options = { startedAt: now - 3_600_000, deadline: now + 27_000, immediate: true };
    expect(await pollJob(api, job, options)).toMatchObject({ status: { phase: 'running' } });
  });

  test.each<[string, Reply]>([
    ['refuses to tell', { status: 403, body: 'no' }],
    ['fails in a way of its own', { body: { errorType: 'PROJECT_LOADING' } }],
  ])(
    'is not given up where its copy %s, unless a state was read there before',
    async (_, reply) => {
      const pollCopy = async (readable: boolean) => {
        const { api, clock } = fakeServer((request, index) => {
          if (readable && index === 0) return running;
          return placeOf(request).startsWith('lambda') ? reply : noSuchJob;
        });
        const now = clock.now();
        return pollJob(api, lambdaJob, { startedAt: now, deadline: now + 27_000 });
      };
      expect(await pollCopy(false)).toMatchObject({ kind: 'no-status' });
      expect(await pollCopy(true)).toEqual({ kind: 'not-found', evidence: 'job-not-found' });
    },
  );

  test('is given up only after three such responses, however slow they are', async () => {
    const { result, seen } = await poll(() => ({ ...noSuchJob, afterMs: 5_000 }));
    expect(result.kind).toBe('not-found');
    expect(seen).toHaveLength(3);
  });

  test('is uncertain where there is nothing at the address, and only after 20 s', async () => {
    const { result, took } = await poll(() => notFound);
    expect(result).toEqual({ kind: 'not-found', evidence: 'bare-status' });
    expect(took).toBeGreaterThanOrEqual(20_000);
  });

  test.each<[string, Reply]>([
    ['a reading', running],
    ['a response that says nothing', { status: 503 }],
  ])('is counted anew after %s', async (_, reply) => {
    const { result, seen } = await poll((_age, index) => (index === 2 ? reply : noSuchJob));
    expect(result.kind).toBe('not-found');
    expect(seen).toHaveLength(6);
  });

  test('may be found by the next poll', async () => {
    const { result } = await poll((_, index) => (index < 2 ? noSuchJob : completed));
    expect(result.kind).toBe('status');
  });

  test('is looked up at both places of a lambda execution', async () => {
    const { places } = await poll(() => noSuchJob, lambdaJob);
    expect(places.slice(0, 2)).toEqual(['lambda status', 'original status']);
  });
});

test('a missing permission ends the polling', async () => {
  expect(await errorOf(poll(() => ({ status: 403, body: 'no' })))).toMatchObject({
    code: 'job-status-forbidden',
  });
});
