import { describe, expect, test } from '@jest/globals';
import type { FaultName } from '../../sandbox/faults/catalogue.ts';
import { createStage } from './harness.ts';
import { HOUR_MS, longest, openScene, runStep, summary } from './step.ts';

const stage = createStage();
const { clock } = stage;
/** The first polls of a job are answered with 401: a token that has just been issued is asked with again. */
const refusedPolls = (count: number) =>
  Array.from({ length: count }, (_, index) => ['status 401', 'state', index + 1] as const);
const USED = { lifetimeMs: HOUR_MS, ageMs: 10_000 };
const ENDING = { lifetimeMs: HOUR_MS, ageMs: HOUR_MS - 41_000 };

describe('a token that ends', () => {
  test('in less than 40 s is renewed before the start', async () => {
    const scene = openScene(stage, { token: { lifetimeMs: HOUR_MS, ageMs: HOUR_MS - 39_000 } });
    const outcome = await runStep(scene);
    expect(summary(scene, outcome)).toEqual({ end: 'COMPLETED', jobs: 1, starts: 1 });
    expect(outcome.attempts.map(({ requests }) => requests.length > 0)).toEqual([
      false,
      true,
      true,
    ]);
  });

  test('in 40 s or more is good enough', async () => {
    const scene = openScene(stage, { token: ENDING });
    const outcome = await runStep(scene);
    expect(summary(scene, outcome)).toEqual({ end: 'COMPLETED', jobs: 1, starts: 1 });
    expect(outcome.attempts).toHaveLength(1);
  });

  test.each([60_000, 45_000, 30_000, 20_000])(
    'after %p ms whenever it is new still lets a job of 25 s run',
    async (lifetimeMs) => {
      const scene = openScene(stage, { durationMs: 25_000, token: { lifetimeMs, ageMs: 0 } });
      const outcome = await runStep(scene);
      expect(summary(scene, outcome)).toEqual({ end: 'COMPLETED', jobs: 1, starts: 1 });
    },
  );

  test('while the job runs has the rerun take up that job', async () => {
    const scene = openScene(stage, { durationMs: 5_000, faults: [['token expires', 'state', 3]] });
    const outcome = await runStep(scene);
    expect(summary(scene, outcome)).toEqual({ end: 'COMPLETED', jobs: 1, starts: 1 });
    expect(outcome.attempts).toHaveLength(3);
  });

  test('while the parameters are read has the rerun read them of that job', async () => {
    const scene = openScene(stage, { faults: [['token expires', 'param', 1]] });
    const outcome = await runStep(scene, { return_parameters: true });
    expect(summary(scene, outcome)).toEqual({ end: 'COMPLETED', jobs: 1, starts: 1 });
    expect(outcome).toMatchObject({ results: { parameters: { Region: 'North' } } });
  });

  test('in a lambda execution has the rerun find the copy again', async () => {
    const scene = openScene(stage, { durationMs: 5_000, faults: [['token expires', 'state', 3]] });
    const input = { keep_project: true };
    const outcome = await runStep(scene, input, { operation: 'execute_lambda' });
    const [job] = scene.omniscope.jobs;
    expect(summary(scene, outcome)).toEqual({ end: 'COMPLETED', jobs: 1, starts: 1 });
    expect(outcome).toMatchObject({ results: { lambda_project_path: job?.lambdaProjectPath } });
  });

  test('again and again ends in the job that runs, not in more refreshes', async () => {
    const faults = refusedPolls(20);
    const scene = openScene(stage, { faults, limits: { refreshes: 100 } });
    const outcome = await runStep(scene);
    expect(summary(scene, outcome)).toEqual({ end: 'UNKNOWN', jobs: 1, starts: 1 });
    expect(outcome).toMatchObject({
      status: 'success',
      results: { finished: false, succeeded: false, message: expect.stringMatching(/not started/) },
    });
    expect(outcome.attempts).toHaveLength(5);
  });

  test('with a refresh that is put off does not start the job again with the old token', async () => {
    const scene = openScene(stage, {
      durationMs: 60_000,
      faults: [...refusedPolls(3), ['status 429, seconds', 'token', 1]],
    });
    const outcome = await runStep(scene, {}, { operation: 'execute_lambda' });
    expect(summary(scene, outcome)).toEqual({ end: 'refresh-failed', jobs: 1, starts: 1 });
  });
});

describe('a clock that differs', () => {
  test.each([
    [0, 3],
    [-4_000, 7],
  ])(
    'does not keep the rerun from its job: new token issued %p ms after the old',
    async (skewMs, polls) => {
      const scene = openScene(stage, { durationMs: 3_000, faults: refusedPolls(polls) });
      const { authData } = scene.platform;
      const issued = new Date(clock.now() - skewMs).toISOString();
      scene.platform.authData = { ...authData, issued_at: issued };
      const outcome = await runStep(scene);
      expect(summary(scene, outcome)).toEqual({ end: 'COMPLETED', jobs: 1, starts: 1 });
      expect(outcome.attempts.length).toBeGreaterThan(1);
    },
  );
});

describe('while polling', () => {
  const harmless: FaultName[] = [
    'status 429, seconds',
    'status 429, bare',
    'status 500, not acted',
    'status 503',
    'HTML page',
    'malformed JSON',
    'truncated JSON',
    'response breaks off',
    'error with 200',
    'redirect to another host',
    'redirect to localhost',
    'hangs, not acted',
    'slow response',
    'reset, not acted',
    'reset in the handshake',
    'corrupt TLS record, acted',
    'response cut short',
    'gateway: F5 rejected',
    'gateway: Traefik 404',
    'job not found once',
  ];
  test.each(harmless)('"%s" neither restarts the job nor ends the step', async (name) => {
    const scene = openScene(stage, { faults: [[name, 'state', 2]] });
    const outcome = await runStep(scene);
    expect(summary(scene, outcome)).toEqual({ end: 'COMPLETED', jobs: 1, starts: 1 });
    expect(outcome.attempts).toHaveLength(1);
  });

  test('a server that asks for more patience than there is leaves the job running', async () => {
    const scene = openScene(stage, { faults: [['status 429, date', 'state', 2]] });
    expect(summary(scene, await runStep(scene))).toEqual({ end: 'RUNNING', jobs: 1, starts: 1 });
  });

  test('a server that restarts leaves an unknown outcome, never a success', async () => {
    const open = () => openScene(stage, { durationMs: 4_000, faults: [['restart', 'state', 2]] });
    const scene = open();
    const outcome = await runStep(scene, { on_failure: 'continue' });
    expect(outcome).toMatchObject({
      status: 'success',
      results: { job_state: 'UNKNOWN', finished: true, succeeded: false },
    });
    const other = open();
    const stopped = await runStep(other);
    expect(summary(other, stopped)).toEqual({ end: 'outcome-unknown', jobs: 1, starts: 1 });
  });

  test('a job that fails or is cancelled never looks like a success', async () => {
    const failed = openScene(stage, { state: 'FAILED' });
    expect(summary(failed, await runStep(failed)).end).toBe('job-failed');
    const cancelled = openScene(stage, { state: 'CANCELLED' });
    expect(summary(cancelled, await runStep(cancelled)).end).toBe('job-cancelled');
    const carriedOn = openScene(stage, { state: 'FAILED' });
    expect(await runStep(carriedOn, { on_failure: 'continue' })).toMatchObject({
      results: { job_state: 'FAILED', finished: true, succeeded: false },
    });
  });

  test('a job that takes too long for a step is handed on by its id', async () => {
    const scene = openScene(stage, { durationMs: 300_000 });
    const outcome = await runStep(scene);
    const [job] = scene.omniscope.jobs;
    expect(outcome).toMatchObject({
      status: 'success',
      results: {
        job_id: job?.id,
        job_state: 'RUNNING',
        finished: false,
        succeeded: false,
        message: expect.stringContaining('Wait for Execution'),
      },
    });
    expect(longest(outcome)).toBeLessThanOrEqual(29_500);
    expect(longest(outcome)).toBeGreaterThan(25_000);
  });
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
      const scene = openScene(stage, { faults: [[name, 'start', 1]] });
      const outcome = await runStep(scene);
      expect(summary(scene, outcome)).toMatchObject({ end: 'start-unconfirmed', starts: 1 });
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
    const scene = openScene(stage, { faults: [[name, 'start', 1]] });
    expect(summary(scene, await runStep(scene))).toEqual({ end, jobs: 0, starts: 1 });
  });

  test.each<FaultName>(['token expires', 'status 401', 'status 429, seconds', 'status 429, bare'])(
    'that the server puts off ("%s") is made once, later',
    async (name) => {
      const scene = openScene(stage, { token: USED, faults: [[name, 'start', 1]] });
      expect(summary(scene, await runStep(scene))).toEqual({
        end: 'COMPLETED',
        jobs: 1,
        starts: 2,
      });
    },
  );

  test('at a busy project waits its turn, replaces the run, or stops, as it is told', async () => {
    for (const [ifRunning, end, jobs] of [
      ['retry', 'COMPLETED', 2],
      ['replace', 'COMPLETED', 2],
      ['stop', 'project-busy-halt', 1],
    ] as const) {
      const scene = openScene(stage, { durationMs: 3_000 });
      const first = runStep(scene, { on_failure: 'continue' });
      await clock.sleep(1_000);
      const outcome = await runStep(scene, { if_running: ifRunning });
      expect(summary(scene, outcome)).toMatchObject({ end, jobs });
      expect(await first).toMatchObject({
        results: { job_state: ifRunning === 'replace' ? 'CANCELLED' : 'COMPLETED' },
      });
    }
  });
});
