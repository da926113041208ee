import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { CacheMode } from '../../sandbox/zapier-emulator/cache.ts';
import { createSimulator } from '../harness/simulator.ts';
import { holds } from './check.ts';
import { caseOf } from './error-codes.ts';
import { fixtureWith, PROJECT } from './fixture.ts';
import { fault, rulesOf } from './planned-faults.ts';
import { readResult } from './result-of.ts';
import { HOUR_MS, longest, openSimulation, runStep } from './step.ts';

const simulator = createSimulator();

const { clock } = simulator;
const MINUTE_MS = 60_000;
/** Beyond the timeout: one delay between two performs at its shortest, and the last perform. */
const SPARE_MS = 35_000;

const duration = fc.oneof(
  fc.integer({ min: 0, max: 90_000 }),
  fc.integer({ min: 90_000, max: 6 * 60 * MINUTE_MS }),
);
const waits = fc.record({
  durationMs: duration,
  state: fc.constantFrom('COMPLETED', 'FAILED', 'CANCELLED'),
  timeoutMinutes: fc.integer({ min: 1, max: 300 }),
  /** How old the job is when the step begins, and whether the step is told. */
  ageMs: fc.oneof(fc.integer({ min: 0, max: 60_000 }), fc.integer({ min: 0, max: 7_200_000 })),
  knowsStart: fc.boolean(),
  onFailure: fc.constantFrom('stop', 'continue'),
  faults: fc.array(fault, { maxLength: 3 }),
  cache: fc.constantFrom<CacheMode>('available', 'available', 'failing', 'hanging', 'forgetting'),
  cacheCalls: fc.integer({ min: 0, max: 5 }),
  tokenLifeMs: fc.constantFrom(60_000, 3_600_000),
});

test(`a wait is bounded by its timeout, and never claims a success that was not`, async () => {
  await holds(waits, 50, async (planned) => {
    const simulation = simulator.open({
      fixture: fixtureWith({ durationMs: planned.durationMs, end: { state: planned.state } }),
      // The first look belongs to the step that starts the job.
      faults: rulesOf(planned.faults.map((each) => ({ ...each, nth: each.nth + 1 }))),
      token: { lifetimeMs: planned.tokenLifeMs },
      limits: { refreshes: 10_000, throttles: 10_000 },
    });
    const started = await simulation.platform.runStep({
      key: 'creates.execute_workflow',
      inputData: { project: PROJECT, wait: false, on_failure: 'continue' },
    });
    const job = readResult(started);
    await clock.sleep(planned.ageMs);
    simulation.cache.behave(planned.cache, { afterCalls: planned.cacheCalls });
    const begun = clock.now();
    const outcome = await simulation.platform.runStep({
      key: 'creates.wait_for_execution',
      inputData: {
        project: PROJECT,
        job_id: job?.job_id,
        timeout_minutes: planned.timeoutMinutes,
        on_failure: planned.onFailure,
        ...(planned.knowsStart && { started_at: job?.started_at }),
      },
    });
    const latest = begun + planned.timeoutMinutes * MINUTE_MS + SPARE_MS;
    expect(clock.now()).toBeLessThanOrEqual(latest);
    expect(longest(outcome)).toBeLessThanOrEqual(29_500);
    expect(simulation.omniscope.jobs).toHaveLength(1);

    const [view] = simulation.omniscope.jobs;
    const result = readResult(outcome);
    if (result === null) {
      expect(caseOf(outcome)).not.toBeNull();
      expect(caseOf(outcome)?.kind).not.toBe('unexpected');
    }
    if (result?.succeeded) expect(view?.state).toBe('COMPLETED');
  });
});

test('a wait that is not told when the job started counts from its own first perform', async () => {
  const simulation = openSimulation(simulator, {
    durationMs: 3 * 3_600_000,
    limits: { refreshes: 100 },
  });
  const started = await runStep(simulation, { wait: false });
  const begun = clock.now();
  const input = { job_id: readResult(started)?.job_id, timeout_minutes: 5 };
  const outcome = await runStep(simulation, input, { operation: 'wait_for_execution' });
  expect(caseOf(outcome)?.kind).toBe('wait-timeout');
  expect(outcome.attempts.length).toBeGreaterThan(2);
  expect(clock.now() - begun).toBeGreaterThanOrEqual(5 * MINUTE_MS);
  expect(clock.now() - begun).toBeLessThanOrEqual(5 * MINUTE_MS + SPARE_MS);
});

test('a wait whose start lies in the future counts from now: the clocks of two machines differ', async () => {
  const simulation = openSimulation(simulator, {
    durationMs: 3 * 3_600_000,
    limits: { refreshes: 100 },
  });
  const started = await runStep(simulation, { wait: false });
  const begun = clock.now();
  const started_at = new Date(begun + 3_600_000).toISOString();
  const input = { job_id: readResult(started)?.job_id, timeout_minutes: 5, started_at };
  const outcome = await runStep(simulation, input, { operation: 'wait_for_execution' });
  expect(caseOf(outcome)?.kind).toBe('wait-timeout');
  expect(clock.now() - begun).toBeLessThanOrEqual(5 * MINUTE_MS + SPARE_MS);
});

test('a wait that times out with "continue" gives the unfinished result, so that the next step is reached', async () => {
  const simulation = openSimulation(simulator, {
    durationMs: 3 * 3_600_000,
    limits: { refreshes: 100 },
  });
  const started = await runStep(simulation, { wait: false });
  const input = { job_id: readResult(started)?.job_id, timeout_minutes: 5, on_failure: 'continue' };
  const outcome = await runStep(simulation, input, { operation: 'wait_for_execution' });
  expect(readResult(outcome)).toMatchObject({
    outcome: 'running',
    finished: false,
    message: expect.stringMatching(/^Not finished within 5 minutes/),
  });
});

test('a job that is lost is said to be, even where the time was over before the wait began', async () => {
  const simulation = openSimulation(simulator, { durationMs: 1_000 });
  const input = {
    job_id: 'NEVER_1',
    started_at: new Date(clock.now() - 24 * 3_600_000).toISOString(),
    on_failure: 'continue',
  };
  const outcome = await runStep(simulation, input, { operation: 'wait_for_execution' });
  expect(readResult(outcome)).toMatchObject({ outcome: 'unknown', finished: true });
});

/** traefik 9289 and 13546, n8n 3376 and 30363, elastic/integrations 6579. */
test.each(['Traefik 404', 'nginx 404', 'nginx 403', 'Kong 404', 'API Gateway 403'] as const)(
  'a proxy that answers for six seconds ends no step that waits: %s',
  async (page) => {
    const faults = [
      { on: 'state', nth: 4, lastsMs: 6_000, fault: { kind: 'gateway', page } },
    ] as const;
    const fixture = fixtureWith({ durationMs: 40_000, end: { state: 'COMPLETED' } });
    const simulation = simulator.open({ fixture, faults });
    const waited = await runStep(simulation);
    expect(readResult(waited)).toMatchObject({ finished: false, job_state: 'RUNNING' });
    const input = { job_id: readResult(waited)?.job_id };
    const outcome = await runStep(simulation, input, { operation: 'wait_for_execution' });
    expect(readResult(outcome)).toMatchObject({ succeeded: true });

    const again = simulator.open({ fixture, faults: faults.map((rule) => ({ ...rule, nth: 2 })) });
    const started = await runStep(again, { wait: false });
    const later = { job_id: readResult(started)?.job_id };
    const found = await runStep(again, later, { operation: 'wait_for_execution' });
    expect(readResult(found)).toMatchObject({ succeeded: true });
  },
);

describe('an old job', () => {
  const { clock } = simulator;
  const MINUTE_MS = 60_000;

  test.each([10_000, 210_000, 10 * MINUTE_MS, HOUR_MS])(
    'a step that its job calls back after %d ms sees the job end',
    async (durationMs) => {
      const simulation = openSimulation(simulator, {
        durationMs,
        token: { lifetimeMs: 2 * HOUR_MS },
      });
      const held = await runStep(simulation, { callback_parameter: 'Callback URL' });
      if (held.status !== 'callback') throw new Error(`not held: ${held.status}`);
      const resumed = await simulation.platform.callbacks.resumed(held.callbackUrl);
      expect(readResult(resumed)).toMatchObject({ job_state: 'COMPLETED', succeeded: true });
    },
  );

  test.each([
    ['by its start', true],
    ['without its start', false],
  ])(
    'a job that is lost after ten minutes is told at once to who waits for it %s',
    async (_, knows) => {
      const simulation = openSimulation(simulator, { durationMs: 10 * MINUTE_MS });
      const started = readResult(
        await runStep(simulation, { wait: false }, { operation: 'execute_lambda' }),
      );
      await clock.sleep(10 * MINUTE_MS);
      simulation.omniscope.restart();
      const outcome = await runStep(
        simulation,
        {
          job_id: started?.job_id,
          lambda_project_path: started?.lambda_project_path,
          ...(knows && { started_at: started?.started_at }),
          on_failure: 'continue',
        },
        { operation: 'wait_for_execution' },
      );
      expect(readResult(outcome)).toMatchObject({ job_state: 'UNKNOWN', finished: true });
      expect(outcome.attempts).toHaveLength(1);
    },
  );

  test('a step that is called back too early asks no more than once a second and eight times', async () => {
    const assumptions = { stateEndpoint: 'job-state' } as const;
    const simulation = openSimulation(simulator, { durationMs: 10 * MINUTE_MS, assumptions });
    const callback = { callback_parameter: 'Callback URL', on_failure: 'continue' };
    const held = await runStep(simulation, callback, { operation: 'execute_lambda' });
    if (held.status !== 'callback') throw new Error(`not held: ${held.status}`);
    await clock.sleep(5 * MINUTE_MS);
    const resumed = await simulation.platform.resume(held.callbackUrl, {});
    if (resumed === undefined) throw new Error('not resumed');
    expect(readResult(resumed)).toMatchObject({ job_state: 'RUNNING', finished: false });
    const last = resumed.attempts.at(-1);
    const seconds = ((last?.endedAt ?? 0) - (last?.startedAt ?? 0)) / 1000;
    expect(seconds).toBeGreaterThan(15);
    expect(last?.requests.length).toBeLessThanOrEqual(seconds + 8);
  });
});
