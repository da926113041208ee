import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { Fault } from '../../sandbox/faults/fault.ts';
import { type Harness, openHarness, resultsOf, wordsOf } from './harness.ts';

let harness: Harness;
beforeAll(async () => {
  harness = await openHarness();
});
afterEach(() => harness.sandbox.faults.clear());
afterAll(() => harness?.close());

const KEYS = ['creates.execute_workflow', 'creates.execute_lambda'];
const project = 'Reports/Timed';
const inputData = { project, parameters: { Seconds: '0.4' } };

describe.each(KEYS)('one run of %s starts one job', (key) => {
  test('when the token expires while it polls: the rerun takes up the job', async () => {
    harness.sandbox.faults.add({ on: 'state', nth: 2, fault: { kind: 'expire-token' } });
    const before = harness.platform.authData.access_token;
    const { value, jobs } = await harness.during(() => harness.run(key, inputData));
    expect(value.attempts.map(({ method }) => method.split('.').at(-1))).toEqual([
      'perform',
      'refreshAccessToken',
      'perform',
    ]);
    expect(jobs).toHaveLength(1);
    expect(resultsOf(value)).toMatchObject({ job_id: jobs[0]?.id, succeeded: true });
    expect(harness.platform.authData.access_token).not.toBe(before);
  });

  test('when the token has little life left: it is refreshed before the start', async () => {
    const { authData } = harness.platform;
    const at = (ms: number) => new Date(harness.clock.now() + ms).toISOString();
    const nearItsEnd = { issued_at: at(-3_580_000), expires_at: at(20_000) };
    harness.platform.authData = { ...authData, ...nearItsEnd };
    const { value, requests, jobs } = await harness.during(() => harness.run(key, inputData));
    expect(value.attempts).toHaveLength(3);
    expect(value.attempts[0]?.requests).toEqual([]);
    expect(requests.map(({ status }) => status)).not.toContain(401);
    expect(jobs).toHaveLength(1);
  });

  // What else a status check or a start may bring, the guarantees have in virtual time.
  const silences: readonly [string, Fault][] = [
    ['a broken connection', { kind: 'reset' }],
    ['a firewall’s page (elastic/integrations 6579)', { kind: 'gateway', page: 'nginx 403' }],
  ];
  test.each(silences)('whatever a status check brings: %s', async (_, fault) => {
    harness.sandbox.faults.add({ on: 'state', nth: 1, fault });
    const { value, jobs } = await harness.during(() => harness.run(key, inputData));
    expect(wordsOf(value)).toBe('');
    expect(resultsOf(value)).toMatchObject({ succeeded: true });
    expect(value.attempts).toHaveLength(1);
    expect(jobs).toHaveLength(1);
  });

  const lost: readonly [string, Fault][] = [
    ['breaks off', { kind: 'reset', phase: 'after' }],
    ['is a firewall’s page', { kind: 'gateway', page: 'nginx 403', phase: 'after' }],
  ];
  test.each(lost)(
    'and none more when the response to the start %s, and says so',
    async (_, fault) => {
      harness.sandbox.faults.add({ on: 'start', nth: 1, fault });
      const parameters = { Seconds: '0' };
      const { value, jobs } = await harness.during(() => harness.run(key, { project, parameters }));
      expect(value.status).toBe('errored');
      expect(wordsOf(value)).toContain('the job may be running');
      expect(jobs).toHaveLength(1);
    },
  );
});

test('no start without a token: a revoked connection asks to be made anew', async () => {
  const { authData } = harness.platform;
  harness.sandbox.faults.add({ on: 'start', nth: 1, fault: { kind: 'revoke-token' } });
  const { value, jobs } = await harness.during(() =>
    harness.run('creates.execute_workflow', inputData),
  );
  expect(value.status).toBe('reconnect');
  expect(wordsOf(value)).not.toContain(String(authData.refresh_token));
  expect(jobs).toEqual([]);
});
