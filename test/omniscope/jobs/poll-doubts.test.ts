/** What a proxy or a firewall may say while a job is polled. */
import { describe, expect, test } from '@jest/globals';
import { errorOf, type Reply } from '../fixture.ts';
import { completed, noSuchJob, notFound, poll, running } from './jobs.ts';

const page: Reply = { status: 403, body: '<!DOCTYPE html><title>Access denied</title>' };
const forbidden: Reply = { status: 403, body: 'Forbidden' };

describe('once a job’s state has been read', () => {
  /** RUNNING for two seconds, then another response until the given age, then COMPLETED. */
  const interrupted = (reply: Reply, until: number) =>
    poll((age) => {
      if (age < 2_000) return running;
      return age < until ? reply : completed;
    });

  test.each<[string, Reply]>([
    ['traefik 9289: a router’s text', { status: 404, body: '404 page not found\n' }],
    ['traefik 13546: a page with 404', { status: 404, body: '<html>404 Not Found</html>' }],
    ['an empty 404', { status: 404 }],
    ['404 in the server’s own way', notFound],
    ['404 in JSON of a gateway', { status: 404, body: { message: 'no Route matched' } }],
    ['405', { status: 405, body: 'Method not allowed' }],
    ['elastic/integrations 6579: a firewall’s page with 403', page],
    ['n8n 3376: 403 of a gateway', { status: 403, body: { error: 'Forbidden' } }],
    ['403 in text', forbidden],
  ])('six seconds of %s are waited out', async (_, reply) => {
    const { result } = await interrupted(reply, 8_000);
    expect(result).toMatchObject({ kind: 'status', status: { phase: 'succeeded' } });
  });

  test.each<[string, Reply]>([
    ['404', notFound],
    ['an empty 404', { status: 404 }],
    ['405', { status: 405, body: 'no' }],
  ])('a bare %s that lasts for 20 s counts', async (_, reply) => {
    const { result, took } = await interrupted(reply, Number.POSITIVE_INFINITY);
    expect(result).toEqual({ kind: 'not-found', evidence: 'bare-status' });
    expect(took).toBeGreaterThanOrEqual(22_000);
  });

  test('a bare 403 that lasts for 20 s counts', async () => {
    const ended = interrupted(forbidden, Number.POSITIVE_INFINITY);
    expect(await errorOf(ended)).toMatchObject({ code: 'job-status-forbidden' });
  });

  test('a 403 with an errorType counts at once', async () => {
    const reply: Reply = { status: 403, body: { errorType: 'FORBIDDEN' } };
    expect(await errorOf(interrupted(reply, 4_000))).toMatchObject({
      code: 'job-status-forbidden',
    });
  });

  test.each<[string, Reply, string]>([
    ['JOB_NOT_FOUND', noSuchJob, 'job-not-found'],
    ['404 with an errorType', { status: 404, body: { errorType: 'NO_PROJECT' } }, 'failure'],
  ])('%s counts after four seconds as before', async (_, reply, evidence) => {
    const { result, took } = await interrupted(reply, Number.POSITIVE_INFINITY);
    expect(result).toEqual({ kind: 'not-found', evidence });
    expect(took).toBeLessThan(9_000);
  });

  test.each<[string, Reply]>([
    ['a page with 403', page],
    ['a page with 404', { status: 404, body: '<html>' }],
  ])('%s never counts, however long it lasts', async (_, reply) => {
    const { result } = await interrupted(reply, Number.POSITIVE_INFINITY);
    expect(result).toMatchObject({ kind: 'status', status: { phase: 'running' } });
  });

  test('a step whose time is over first has a job that is still running', async () => {
    const { result } = await poll((age) => (age < 8_000 ? running : notFound));
    expect(result).toMatchObject({ kind: 'status', status: { phase: 'running' } });
  });
});

test('a firewall’s page before any state has been read is no missing permission', async () => {
  const { result } = await poll((age) => (age < 3_000 ? page : completed));
  expect(result).toMatchObject({ kind: 'status', status: { phase: 'succeeded' } });
});
