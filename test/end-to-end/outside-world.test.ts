/** What stands between Zapier and a server, and what a server may say in another form, over sockets. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { Fault } from '../../sandbox/faults/fault.ts';
import { type Harness, openHarness, resultsOf, wordsOf } from './harness.ts';

let harness: Harness;
beforeAll(async () => {
  harness = await openHarness({ nodes: 2, assumptions: { rejectedToken: '403-challenge' } });
});
afterEach(() => harness.sandbox.faults.clear());
afterAll(() => harness?.close());

const KEY = 'creates.execute_workflow';
const TIMED = { project: 'Reports/Timed', parameters: { Seconds: '0.4' } };

describe('one run starts one job and reads its end', () => {
  test.each<[string, Fault]>([
    ['in ISO-8859-1 (axios 501)', { kind: 'encode', charset: 'iso-8859-1' }],
    ['in windows-1252', { kind: 'encode', charset: 'windows-1252' }],
    ['in UTF-16', { kind: 'encode', charset: 'utf-16le' }],
    [
      'with Content-Encoding: GZIP (node-fetch 661)',
      { kind: 'encode', coding: 'gzip', declaredAs: 'GZIP' },
    ],
    ['with raw deflate', { kind: 'encode', coding: 'raw-deflate' }],
    ['with Brotli', { kind: 'encode', coding: 'br' }],
  ])('where every response comes %s', async (_, fault) => {
    harness.sandbox.faults.add({ on: 'any', fault });
    const input = {
      project: 'Reports/Typed',
      parameters: { Region: 'Größe' },
      return_parameters: true,
    };
    const { value, jobs } = await harness.during(() => harness.run(KEY, input));
    expect(wordsOf(value)).toBe('');
    expect(resultsOf(value)).toMatchObject({ succeeded: true, parameters: { Region: 'Größe' } });
    expect(jobs).toHaveLength(1);
  });

  test.each<[string, Fault]>([
    ['every kept connection is closed (aws-sdk-js-v3 1196)', { kind: 'close-kept-connection' }],
    ['a balancer leads to two nodes (omniscope-multinode)', { kind: 'delay', ms: 0 }],
  ])('where %s', async (_, fault) => {
    harness.sandbox.faults.add({ on: 'state', fault });
    const { value, jobs } = await harness.during(() => harness.run(KEY, TIMED));
    expect(wordsOf(value)).toBe('');
    expect(resultsOf(value)).toMatchObject({ succeeded: true });
    expect(jobs).toHaveLength(1);
  });

  // n8n 34147, sanic-jwt 168: the API rejects with 403, and the new token has other claims.
  test('where its token expires with a 403, and the next one has no name', async () => {
    const { authData } = harness.platform;
    const issuedAt = new Date(harness.clock.now() - 60_000).toISOString();
    harness.platform.authData = { ...authData, issued_at: issuedAt };
    harness.sandbox.faults.add({ on: 'state', nth: 2, fault: { kind: 'expire-token' } });
    const unnamed = { name: null, email: null, preferred_username: null };
    harness.sandbox.identityProvider.changeClaims('alice', unnamed);
    const { value, jobs } = await harness.during(() => harness.run(KEY, TIMED));
    expect(value.attempts.map(({ method }) => method.split('.').at(-1))).toContain(
      'refreshAccessToken',
    );
    expect(resultsOf(value)).toMatchObject({ succeeded: true, job_id: jobs[0]?.id });
    expect(jobs).toHaveLength(1);
  });
});

test('nothing is started over a connection whose handshake breaks, and the error says so', async () => {
  harness.sandbox.connectionFaults.failNext('reset in the handshake');
  const { value, jobs } = await harness.during(() => harness.run(KEY, TIMED));
  expect(jobs).toEqual([]);
  expect(wordsOf(value)).not.toContain('may be running');
  expect(wordsOf(value)).toContain('localhost');
});
