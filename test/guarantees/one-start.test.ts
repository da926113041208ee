import { describe, expect, test } from '@jest/globals';
import type { FaultName } from '../../sandbox/faults/catalogue.ts';
import { createSimulator } from '../harness/simulator.ts';
import { HOUR_MS, longest, openSimulation, runStep, summary } from './step.ts';

const simulator = createSimulator();
const { clock } = simulator;
/** The first polls of a job are answered with 401: a token that has just been issued is asked with again. */
const refusedPolls = (count: number) =>
  Array.from({ length: count }, (_, index) => ['status 401', 'state', index + 1] as const);
const USED = { lifetimeMs: HOUR_MS, ageMs: 10_000 };
const ENDING = { lifetimeMs: HOUR_MS, ageMs: HOUR_MS - 41_000 };

describe('a token that ends', () => {
  test('in less than 40 s is renewed before the start', async () => {
    const simulation = openSimulation(simulator, {
      token: { lifetimeMs: HOUR_MS, ageMs: HOUR_MS - 39_000 },
    });
    const outcome = await runStep(simulation);
    expect(summary(simulation, outcome)).toEqual({ end: 'COMPLETED', jobs: 1, starts: 1 });
    expect(outcome.attempts.map(({ requests }) => requests.length > 0)).toEqual([
      false,
      true,
      true,
    ]);
  });

  test('in 40 s or more is good enough', async () => {
    const simulation = openSimulation(simulator, { token: ENDING });
    const outcome = await runStep(simulation);
    expect(summary(simulation, outcome)).toEqual({ end: 'COMPLETED', jobs: 1, starts: 1 });
    expect(outcome.attempts).toHaveLength(1);
  });

  test.each([60_000, 45_000, 30_000, 20_000])(
    'after %p ms whenever it is new still lets a job of 25 s run',
    async (lifetimeMs) => {
      const simulation = openSimulation(simulator, {
        durationMs: 25_000,
        token: { lifetimeMs, ageMs: 0 },
      });
      const outcome = await runStep(simulation);
      expect(summary(simulation, outcome)).toEqual({ end: 'COMPLETED', jobs: 1, starts: 1 });
    },
  );

  test('while the job runs has the rerun take up that job', async () => {
    const simulation = openSimulation(simulator, {
      durationMs: 5_000,
      faults: [['token expires', 'state', 3]],
    });
    const outcome = await runStep(simulation);
    expect(summary(simulation, outcome)).toEqual({ end: 'COMPLETED', jobs: 1, starts: 1 });
    expect(outcome.attempts).toHaveLength(3);
  });

  test('while the parameters are read has the rerun read them of that job', async () => {
    const simulation = openSimulation(simulator, { faults: [['token expires', 'param', 1]] });
    const outcome = await runStep(simulation, { return_parameters: true });
    expect(summary(simulation, outcome)).toEqual({ end: 'COMPLETED', jobs: 1, starts: 1 });
    expect(outcome).toMatchObject({ results: { parameters: { Region: 'North' } } });
  });

  test('in a lambda execution has the rerun find the copy again', async () => {
    const simulation = openSimulation(simulator, {
      durationMs: 5_000,
      faults: [['token expires', 'state', 3]],
    });
    const input = { keep_project: true };
    const outcome = await runStep(simulation, input, { operation: 'execute_lambda' });
    const [job] = simulation.omniscope.jobs;
    expect(summary(simulation, outcome)).toEqual({ end: 'COMPLETED', jobs: 1, starts: 1 });
    expect(outcome).toMatchObject({ results: { lambda_project_path: job?.lambdaProjectPath } });
  });

  test('again and again ends in the job that runs, not in more refreshes', async () => {
    const faults = refusedPolls(20);
    const simulation = openSimulation(simulator, { faults, limits: { refreshes: 100 } });
    const outcome = await runStep(simulation);
    expect(summary(simulation, outcome)).toEqual({ end: 'UNKNOWN', jobs: 1, starts: 1 });
    expect(outcome).toMatchObject({
      status: 'success',
      results: { finished: false, succeeded: false, message: expect.stringMatching(/not started/) },
    });
    expect(outcome.attempts).toHaveLength(5);
  });

  test('with a refresh that is put off does not start the job again with the old token', async () => {
    const simulation = openSimulation(simulator, {
      durationMs: 60_000,
      faults: [...refusedPolls(3), ['status 429, seconds', 'token', 1]],
    });
    const outcome = await runStep(simulation, {}, { operation: 'execute_lambda' });
    expect(summary(simulation, outcome)).toEqual({ end: 'refresh-failed', jobs: 1, starts: 1 });
  });
});

describe('a clock that differs', () => {
  test.each([
    [0, 3],
    [-4_000, 7],
  ])(
    'does not keep the rerun from its job: new token issued %p ms after the old',
    async (skewMs, polls) => {
      const simulation = openSimulation(simulator, {
        durationMs: 3_000,
        faults: refusedPolls(polls),
      });
      const { authData } = simulation.platform;
      const issued = new Date(clock.now() - skewMs).toISOString();
      simulation.platform.authData = { ...authData, issued_at: issued };
      const outcome = await runStep(simulation);
      expect(summary(simulation, outcome)).toEqual({ end: 'COMPLETED', jobs: 1, starts: 1 });
      expect(outcome.attempts.length).toBeGreaterThan(1);
    },
  );
});

describe('a start', () => {
  const lost: FaultName[] = [
    'hangs, not acted',
    'hangs, acted',
    'reset, not acted',
    'reset, acted',
    'status 500, not acted',
    'status 502, acted',
    'malformed JSON',
    'truncated JSON',
    'response breaks off',
    'response falls silent',
    'HTML page',
  ];
  test.each(lost)(
    'whose answer is lost ("%s") is not repeated, and the error says so',
    async (name) => {
      const simulation = openSimulation(simulator, { faults: [[name, 'start', 1]] });
      const outcome = await runStep(simulation);
      expect(summary(simulation, outcome)).toMatchObject({ end: 'start-unconfirmed', starts: 1 });
      expect(outcome).toMatchObject({ message: expect.stringContaining('may be running') });
      expect(longest(outcome)).toBeLessThanOrEqual(29_500);
    },
  );

  test.each<[FaultName, string]>([
    ['status 403', 'forbidden'],
    ['status 404', 'project-not-found'],
    ['error with 200', 'request-rejected'],
    ['redirect to another host', 'not-an-omniscope-api'],
    ['redirect to a subdomain', 'not-an-omniscope-api'],
    ['redirect to http', 'not-an-omniscope-api'],
    ['redirect to localhost', 'not-an-omniscope-api'],
  ])('that the server refuses ("%s") starts nothing and says why', async (name, end) => {
    const simulation = openSimulation(simulator, { faults: [[name, 'start', 1]] });
    expect(summary(simulation, await runStep(simulation))).toEqual({ end, jobs: 0, starts: 1 });
  });

  test.each<FaultName>(['token expires', 'status 401', 'status 429, seconds', 'status 429, bare'])(
    'that the server puts off ("%s") is made once, later',
    async (name) => {
      const simulation = openSimulation(simulator, { token: USED, faults: [[name, 'start', 1]] });
      expect(summary(simulation, await runStep(simulation))).toEqual({
        end: 'COMPLETED',
        jobs: 1,
        starts: 2,
      });
    },
  );

  test('at a busy project waits its turn, replaces the run, or stops, as "If Already Running" says', async () => {
    for (const [ifRunning, end, jobs] of [
      ['retry', 'COMPLETED', 2],
      ['replace', 'COMPLETED', 2],
      ['stop', 'project-busy-halt', 1],
    ] as const) {
      const simulation = openSimulation(simulator, { durationMs: 3_000 });
      const first = runStep(simulation, { on_failure: 'continue' });
      await clock.sleep(1_000);
      const outcome = await runStep(simulation, { if_running: ifRunning });
      expect(summary(simulation, outcome)).toMatchObject({ end, jobs });
      expect(await first).toMatchObject({
        results: { job_state: ifRunning === 'replace' ? 'CANCELLED' : 'COMPLETED' },
      });
    }
  });
});
