import { describe, expect, test } from '@jest/globals';
import { losingAnswers, repeating, slow } from './faulty-caches.ts';
import { createStage, type Scene } from './harness.ts';
import { readResult } from './result-of.ts';
import { HOUR_MS, longest, type OpenOptions, openScene, runStep, summary } from './step.ts';

const stage = createStage();
const { clock } = stage;
const ONE_START = { end: 'COMPLETED', jobs: 1, starts: 1 };
/** The token is refused in mid-poll, which leaves a note. */
const REFUSED = ['token expires', 'state', 2] as const;

function open(options: OpenOptions = {}): Scene {
  return openScene(stage, { durationMs: 5_000, faults: [REFUSED], ...options });
}

/** Leaves a note that nobody comes back for: the refresh is refused. */
async function abandonNote(scene: Scene) {
  const { refresh_token } = scene.platform.authData;
  scene.platform.authData = { ...scene.platform.authData, refresh_token: 'not this one' };
  const outcome = await runStep(scene, {}, LAMBDA);
  expect(outcome.status).toBe('reconnect');
  scene.platform.authData = { ...scene.platform.authData, refresh_token };
}

/** A token that is old enough to be refreshed as soon as it is refused. */
const USED = { lifetimeMs: HOUR_MS, ageMs: 10_000 };
const LAMBDA = { operation: 'execute_lambda' };

describe('a note about a started job', () => {
  test('is taken once: runs that are refused at once each keep to one job', async () => {
    const scene = open({ faults: [] });
    void clock.sleep(1_000).then(() => scene.tokens.expireAll());
    const outcomes = await Promise.all(Array.from({ length: 6 }, () => runStep(scene, {}, LAMBDA)));
    const ids = outcomes.map((outcome) => readResult(outcome)?.job_id);
    expect(new Set(ids).size).toBe(6);
    expect(scene.omniscope.jobs.map(({ id, state }) => [ids.includes(id), state])).toEqual(
      Array.from({ length: 6 }, () => [true, 'COMPLETED']),
    );
  });

  test('is not for a run with the same token, which has a job of its own to start', async () => {
    const scene = open({ token: USED, faults: [['status 401', 'state', 2]] });
    await abandonNote(scene);
    const outcome = await runStep(scene, {}, LAMBDA);
    expect(summary(scene, outcome)).toEqual({ end: 'COMPLETED', jobs: 2, starts: 2 });
  });

  test('is for a rerun that a refresh has given the same token again', async () => {
    const scene = open({ token: USED, faults: [['status 401', 'state', 2]] });
    await abandonNote(scene);
    const issued_at = new Date(clock.now() + 1).toISOString();
    scene.platform.authData = { ...scene.platform.authData, issued_at };
    const outcome = await runStep(scene, {}, LAMBDA);
    expect(summary(scene, outcome)).toEqual({ end: 'COMPLETED', jobs: 1, starts: 1 });
  });

  test('is for an identical run with a newer token, which then starts none', async () => {
    const scene = open();
    await abandonNote(scene);
    const outcome = await runStep(scene, {}, LAMBDA);
    expect(summary(scene, outcome)).toMatchObject({ end: 'COMPLETED', jobs: 1 });
  });

  test('is not for a run that comes more than two minutes later', async () => {
    const scene = open();
    await abandonNote(scene);
    await clock.sleep(121_000);
    scene.tokens.expireAll();
    expect(summary(scene, await runStep(scene, {}, LAMBDA))).toMatchObject({ jobs: 2 });
  });

  test('is not for a run with an older token', async () => {
    const scene = open();
    await abandonNote(scene);
    const access_token = scene.tokens.issue({
      user: 'alice',
      groups: ['analysts'],
      lifetimeMs: HOUR_MS,
    });
    const issued_at = new Date(clock.now() - 60_000).toISOString();
    scene.platform.authData = { ...scene.platform.authData, access_token, issued_at };
    expect(summary(scene, await runStep(scene, {}, LAMBDA))).toMatchObject({ jobs: 2 });
  });

  test('is not for a run with other input, in another Zap, or in the editor', async () => {
    for (const [input, more] of [
      [{ blocks: ['Publish'] }, LAMBDA],
      [{}, { ...LAMBDA, zap: 'zap-2' }],
      [{}, { ...LAMBDA, editorTest: true }],
    ] as const) {
      const scene = open();
      await abandonNote(scene);
      scene.tokens.expireAll();
      expect(summary(scene, await runStep(scene, input, more))).toMatchObject({ jobs: 2 });
    }
  });

  test('holds no token', async () => {
    const scene = open({ durationMs: 60_000 });
    await abandonNote(scene);
    const kept = JSON.stringify(scene.cache.contents());
    expect(kept).toContain(scene.omniscope.jobs[0]?.id);
    for (const secret of scene.secrets()) expect(kept).not.toContain(secret);
  });
});

describe('a cache', () => {
  test('that repeats every call still tells whose a note is', async () => {
    const scene = open({ aroundCache: repeating });
    expect(summary(scene, await runStep(scene))).toEqual(ONE_START);
  });

  test.each([200, 700, 1_400])(
    'that takes %p ms for a call does not hold the step up',
    async (ms) => {
      const scene = open({ aroundCache: slow(clock, ms), durationMs: 60_000 });
      const outcome = await runStep(scene);
      expect(scene.omniscope.jobs).toHaveLength(1);
      expect(longest(outcome)).toBeLessThanOrEqual(29_500);
    },
  );

  test('that is slow when the token is refused at the last moment does not either', async () => {
    const scene = open({ aroundCache: slow(clock, 2_500), durationMs: 60_000, faults: [] });
    void clock.sleep(26_000).then(() => scene.tokens.expireAll());
    const outcome = await runStep(scene);
    expect(scene.omniscope.jobs).toHaveLength(1);
    expect(longest(outcome)).toBeLessThanOrEqual(29_500);
  });

  test('that is slow where many runs left notes does not hold any of them up', async () => {
    const scene = open({ aroundCache: slow(clock, 1_400), durationMs: 60_000, faults: [] });
    void clock.sleep(4_000).then(() => scene.tokens.expireAll());
    const runs = Array.from({ length: 12 }, () => runStep(scene, {}, LAMBDA));
    for (const outcome of await Promise.all(runs)) {
      expect(longest(outcome)).toBeLessThanOrEqual(29_500);
    }
    expect(scene.omniscope.jobs.length).toBeLessThanOrEqual(12);
  });

  test.each(['failing', 'hanging', 'forgetting'] as const)(
    'that is %s when the note is left ends the step with its job, and no rerun',
    async (mode) => {
      const scene = open();
      // The one call before: whether there is a note.
      scene.cache.behave(mode, { afterCalls: 1 });
      const outcome = await runStep(scene);
      expect(outcome.attempts).toHaveLength(1);
      expect(outcome).toMatchObject({
        status: 'success',
        results: {
          job_id: scene.omniscope.jobs[0]?.id,
          finished: false,
          succeeded: false,
          message: expect.stringMatching(/not started again/),
        },
      });
      expect(longest(outcome)).toBeLessThanOrEqual(29_500);
    },
  );

  test.each(['failing', 'hanging'] as const)(
    'that is %s at the rerun has it start nothing, and say so',
    async (mode) => {
      const scene = open();
      // Looking, leaving (flag, note), looking again whether both are there.
      scene.cache.behave(mode, { afterCalls: 5 });
      const outcome = await runStep(scene);
      expect(summary(scene, outcome)).toEqual({ end: 'cache-unavailable', jobs: 1, starts: 1 });
    },
  );

  test.each(['failing', 'hanging'] as const)(
    'that is %s is no matter to a run whose token was not issued lately',
    async (mode) => {
      const scene = open({ faults: [], token: { lifetimeMs: HOUR_MS, ageMs: 600_000 } });
      scene.cache.behave(mode);
      expect(summary(scene, await runStep(scene))).toEqual(ONE_START);
    },
  );

  test('that forgets claims shares no job: the rerun starts nothing, and says so', async () => {
    const scene = open();
    scene.cache.behave('forgetting', { afterCalls: 5 });
    const outcome = await runStep(scene);
    expect(summary(scene, outcome)).toEqual({ end: 'cache-unavailable', jobs: 1, starts: 1 });
  });

  test('that loses the answer to the note leaves the job to the run that started it', async () => {
    // Looking is the first call, the note the second.
    const scene = open({ aroundCache: losingAnswers(2, 2), durationMs: 60_000 });
    const first = await runStep(scene, {}, LAMBDA);
    expect(first.attempts).toHaveLength(1);
    scene.tokens.expireAll();
    const second = await runStep(scene, {}, LAMBDA);
    const ids = [first, second].map((outcome) => readResult(outcome)?.job_id);
    expect(ids).toEqual(scene.omniscope.jobs.map(({ id }) => id));
    expect(new Set(ids).size).toBe(2);
  });

  test.each([2, 3, 4, 5])(
    'that loses its answers from call %p on leaves no job to two runs',
    async (nth) => {
      const scene = open({ aroundCache: losingAnswers(nth), durationMs: 60_000 });
      const first = await runStep(scene, {}, LAMBDA);
      scene.tokens.expireAll();
      const second = await runStep(scene, {}, LAMBDA);
      const ids = [first, second].flatMap((outcome) => readResult(outcome)?.job_id ?? []);
      expect(new Set(ids).size).toBe(ids.length);
      expect(scene.omniscope.jobs.length).toBeLessThanOrEqual(2);
    },
  );
});
