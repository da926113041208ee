import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { Fault } from '../../sandbox/faults/fault.ts';
import { type Harness, openHarness, resultsOf, simulate, wordsOf } from './harness.ts';

const harness = simulate();

const KEYS = ['creates.execute_workflow', 'creates.execute_lambda'];

describe.each(KEYS)('a run that does not succeed, in %s', (key) => {
  test.each(['Failed', 'Error'])('stops the Zap run with the server’s words: %s', async (name) => {
    const outcome = await harness.run(key, { project: `Ends/${name}` });
    expect(outcome.status).toBe('errored');
    expect(wordsOf(outcome)).toMatch(
      new RegExp(`^Job \\S+ of "Ends/${name}\\.iox" failed: “Block "Load": no file”\\. See which`),
    );
    expect(wordsOf(outcome)).toContain(`${harness.origin}/Ends/${name}.iox/`);
  });

  test.each(['Failed', 'Error'])(
    'continues with its outcome where "If It Fails" says so: %s',
    async (name) => {
      const inputData = { project: `Ends/${name}`, on_failure: 'continue' };
      expect(resultsOf(await harness.run(key, inputData))).toMatchObject({
        job_state: name.toUpperCase(),
        finished: true,
        succeeded: false,
        error_type: 'BLOCK_FAILED',
        error_message: 'Block "Load": no file',
        message: 'The workflow failed: Block "Load": no file',
      });
    },
  );

  test('halts quietly when it was cancelled, or continues where "If It Fails" says so', async () => {
    const project = 'Ends/Cancelled';
    const halted = await harness.run(key, { project });
    expect(halted.status).toBe('halted');
    expect(wordsOf(halted)).toContain('was cancelled in Omniscope');
    const result = resultsOf(await harness.run(key, { project, on_failure: 'continue' }));
    expect(result).toMatchObject({ job_state: 'CANCELLED', finished: true, succeeded: false });
  });
});

describe('a run that ends otherwise', () => {
  test('is a success as FINISHED', async () => {
    const outcome = await harness.run('creates.execute_workflow', { project: 'Ends/Finished' });
    expect(resultsOf(outcome)).toMatchObject({ job_state: 'FINISHED', succeeded: true });
  });

  test('is waited for through states that are not final, known or not', async () => {
    const outcome = await harness.run('creates.execute_workflow', { project: 'Ends/Blocked' });
    expect(resultsOf(outcome)).toMatchObject({ job_state: 'COMPLETED', succeeded: true });
  });

  test('is UNKNOWN when the server has forgotten it: an error, or an outcome where told to', async () => {
    const run = async (inputData: object) => {
      const remove = harness.faults.add({
        on: 'state',
        nth: 2,
        fault: { kind: 'restart' },
      });
      const outcome = await harness.run('creates.execute_workflow', {
        project: 'Reports/Timed',
        parameters: { Seconds: '3' },
        ...inputData,
      });
      remove();
      return outcome;
    };
    const stopped = await run({});
    expect(stopped.status).toBe('errored');
    expect(wordsOf(stopped)).toContain('so its outcome is unknown');
    expect(resultsOf(await run({ on_failure: 'continue' }))).toMatchObject({
      job_state: 'UNKNOWN',
      finished: true,
      succeeded: false,
      execution_time: null,
    });
  });
});

describe('one start', () => {
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
        const { value, jobs } = await harness.during(() =>
          harness.run(key, { project, parameters }),
        );
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
});
