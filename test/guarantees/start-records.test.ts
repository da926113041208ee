import { describe, expect, test } from '@jest/globals';
import { createSimulator, type Simulation } from '../harness/simulator.ts';
import { losingAnswers, repeating, slow } from './faulty-caches.ts';
import { readResult } from './result-of.ts';
import { HOUR_MS, longest, type OpenOptions, openSimulation, runStep, summary } from './step.ts';

const simulator = createSimulator();
const { clock } = simulator;
const ONE_START = { end: 'COMPLETED', jobs: 1, starts: 1 };
/** The token is refused in mid-poll, which saves a record. */
const REFUSED = ['token expires', 'state', 2] as const;

function open(options: OpenOptions = {}): Simulation {
  return openSimulation(simulator, { durationMs: 5_000, faults: [REFUSED], ...options });
}

/** Saves a record that no rerun claims: the refresh is rejected. */
async function abandonRecord(simulation: Simulation) {
  const { refresh_token } = simulation.platform.authData;
  simulation.platform.authData = { ...simulation.platform.authData, refresh_token: 'not this one' };
  const outcome = await runStep(simulation, {}, LAMBDA);
  expect(outcome.status).toBe('reconnect');
  simulation.platform.authData = { ...simulation.platform.authData, refresh_token };
}

/** A token that is old enough to be refreshed as soon as it is refused. */
const USED = { lifetimeMs: HOUR_MS, ageMs: 10_000 };
const LAMBDA = { operation: 'execute_lambda' };

describe('a record of a started job', () => {
  test('is taken once: runs that are refused at once each keep to one job', async () => {
    const simulation = open({ faults: [] });
    void clock.sleep(1_000).then(() => simulation.tokens.expireAll());
    const outcomes = await Promise.all(
      Array.from({ length: 6 }, () => runStep(simulation, {}, LAMBDA)),
    );
    const ids = outcomes.map((outcome) => readResult(outcome)?.job_id);
    expect(new Set(ids).size).toBe(6);
    expect(simulation.omniscope.jobs.map(({ id, state }) => [ids.includes(id), state])).toEqual(
      Array.from({ length: 6 }, () => [true, 'COMPLETED']),
    );
  });

  test('is not for a run with the same token, which has a job of its own to start', async () => {
    const simulation = open({ token: USED, faults: [['status 401', 'state', 2]] });
    await abandonRecord(simulation);
    const outcome = await runStep(simulation, {}, LAMBDA);
    expect(summary(simulation, outcome)).toEqual({ end: 'COMPLETED', jobs: 2, starts: 2 });
  });

  test('is for a rerun that a refresh has given the same token again', async () => {
    const simulation = open({ token: USED, faults: [['status 401', 'state', 2]] });
    await abandonRecord(simulation);
    const issued_at = new Date(clock.now() + 1).toISOString();
    simulation.platform.authData = { ...simulation.platform.authData, issued_at };
    const outcome = await runStep(simulation, {}, LAMBDA);
    expect(summary(simulation, outcome)).toEqual({ end: 'COMPLETED', jobs: 1, starts: 1 });
  });

  test('is for an identical run with a newer token, which then starts none', async () => {
    const simulation = open();
    await abandonRecord(simulation);
    const outcome = await runStep(simulation, {}, LAMBDA);
    expect(summary(simulation, outcome)).toMatchObject({ end: 'COMPLETED', jobs: 1 });
  });

  test('is not for a run that comes more than two minutes later', async () => {
    const simulation = open();
    await abandonRecord(simulation);
    await clock.sleep(121_000);
    simulation.tokens.expireAll();
    expect(summary(simulation, await runStep(simulation, {}, LAMBDA))).toMatchObject({ jobs: 2 });
  });

  test('is not for a run with an older token', async () => {
    const simulation = open();
    await abandonRecord(simulation);
    const access_token = simulation.tokens.issue({
      user: 'alice',
      groups: ['analysts'],
      lifetimeMs: HOUR_MS,
    });
    const issued_at = new Date(clock.now() - 60_000).toISOString();
    simulation.platform.authData = { ...simulation.platform.authData, access_token, issued_at };
    expect(summary(simulation, await runStep(simulation, {}, LAMBDA))).toMatchObject({ jobs: 2 });
  });

  test('is not for a run with other input, in another Zap, or in the editor', async () => {
    for (const [input, more] of [
      [{ blocks: ['Publish'] }, LAMBDA],
      [{}, { ...LAMBDA, zap: 'zap-2' }],
      [{}, { ...LAMBDA, editorTest: true }],
    ] as const) {
      const simulation = open();
      await abandonRecord(simulation);
      simulation.tokens.expireAll();
      expect(summary(simulation, await runStep(simulation, input, more))).toMatchObject({
        jobs: 2,
      });
    }
  });

  test('holds no token', async () => {
    const simulation = open({ durationMs: 60_000 });
    await abandonRecord(simulation);
    const kept = JSON.stringify(simulation.cache.contents());
    expect(kept).toContain(simulation.omniscope.jobs[0]?.id);
    for (const secret of simulation.secrets()) expect(kept).not.toContain(secret);
  });
});

describe('a cache', () => {
  test('that repeats every call still shows whose a record is', async () => {
    const simulation = open({ aroundCache: repeating });
    expect(summary(simulation, await runStep(simulation))).toEqual(ONE_START);
  });

  test.each([200, 700, 1_400])(
    'that takes %p ms for a call does not hold the step up',
    async (ms) => {
      const simulation = open({ aroundCache: slow(clock, ms), durationMs: 60_000 });
      const outcome = await runStep(simulation);
      expect(simulation.omniscope.jobs).toHaveLength(1);
      expect(longest(outcome)).toBeLessThanOrEqual(29_500);
    },
  );

  test('that is slow when the token is refused at the last moment does not either', async () => {
    const simulation = open({ aroundCache: slow(clock, 2_500), durationMs: 60_000, faults: [] });
    void clock.sleep(26_000).then(() => simulation.tokens.expireAll());
    const outcome = await runStep(simulation);
    expect(simulation.omniscope.jobs).toHaveLength(1);
    expect(longest(outcome)).toBeLessThanOrEqual(29_500);
  });

  test('that is slow where many runs saved records does not hold any of them up', async () => {
    const simulation = open({ aroundCache: slow(clock, 1_400), durationMs: 60_000, faults: [] });
    void clock.sleep(4_000).then(() => simulation.tokens.expireAll());
    const runs = Array.from({ length: 12 }, () => runStep(simulation, {}, LAMBDA));
    for (const outcome of await Promise.all(runs)) {
      expect(longest(outcome)).toBeLessThanOrEqual(29_500);
    }
    expect(simulation.omniscope.jobs.length).toBeLessThanOrEqual(12);
  });

  test.each(['failing', 'hanging', 'forgetting'] as const)(
    'that is %s when the record is saved ends the step with its job, and no rerun',
    async (mode) => {
      const simulation = open();
      // The one call before: whether there is a record.
      simulation.cache.behave(mode, { afterCalls: 1 });
      const outcome = await runStep(simulation);
      expect(outcome.attempts).toHaveLength(1);
      expect(outcome).toMatchObject({
        status: 'success',
        results: {
          job_id: simulation.omniscope.jobs[0]?.id,
          finished: false,
          succeeded: false,
          message: expect.stringMatching(/not started again/),
        },
      });
      expect(longest(outcome)).toBeLessThanOrEqual(29_500);
    },
  );

  test.each(['failing', 'hanging'] as const)(
    'that is %s at the rerun has it start nothing, which is an error',
    async (mode) => {
      const simulation = open();
      // Reading, saving (flag, record), reading back whether both are there.
      simulation.cache.behave(mode, { afterCalls: 5 });
      const outcome = await runStep(simulation);
      expect(summary(simulation, outcome)).toEqual({
        end: 'cache-unavailable',
        jobs: 1,
        starts: 1,
      });
    },
  );

  test.each(['failing', 'hanging'] as const)(
    'that is %s is no matter to a run whose token was not issued lately',
    async (mode) => {
      const simulation = open({ faults: [], token: { lifetimeMs: HOUR_MS, ageMs: 600_000 } });
      simulation.cache.behave(mode);
      expect(summary(simulation, await runStep(simulation))).toEqual(ONE_START);
    },
  );

  test('that forgets claims shares no job: the rerun starts nothing, and says so', async () => {
    const simulation = open();
    simulation.cache.behave('forgetting', { afterCalls: 5 });
    const outcome = await runStep(simulation);
    expect(summary(simulation, outcome)).toEqual({ end: 'cache-unavailable', jobs: 1, starts: 1 });
  });

  test('that loses the response to the start record leaves the job to the run that started it', async () => {
    // Reading is the first call, saving the record the second.
    const simulation = open({ aroundCache: losingAnswers(2, 2), durationMs: 60_000 });
    const first = await runStep(simulation, {}, LAMBDA);
    expect(first.attempts).toHaveLength(1);
    simulation.tokens.expireAll();
    const second = await runStep(simulation, {}, LAMBDA);
    const ids = [first, second].map((outcome) => readResult(outcome)?.job_id);
    expect(ids).toEqual(simulation.omniscope.jobs.map(({ id }) => id));
    expect(new Set(ids).size).toBe(2);
  });

  test.each([2, 3, 4, 5])(
    'that loses its answers from call %p on leaves no job to two runs',
    async (nth) => {
      const simulation = open({ aroundCache: losingAnswers(nth), durationMs: 60_000 });
      const first = await runStep(simulation, {}, LAMBDA);
      simulation.tokens.expireAll();
      const second = await runStep(simulation, {}, LAMBDA);
      const ids = [first, second].flatMap((outcome) => readResult(outcome)?.job_id ?? []);
      expect(new Set(ids).size).toBe(ids.length);
      expect(simulation.omniscope.jobs.length).toBeLessThanOrEqual(2);
    },
  );
});
