import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Harness, openHarness, resultsOf, wordsOf } from './harness.ts';

let harness: Harness;
beforeAll(async () => {
  // Half a minute becomes two seconds.
  harness = await openHarness({ speed: 15 });
});
afterAll(() => harness?.close());

const project = 'Reports/Timed';

/** Starts a run of so many real seconds on a copy, so that none is in the way of another. */
async function started(seconds: number) {
  const inputData = { project, parameters: { Seconds: String(seconds) }, wait: false };
  const { job_id, lambda_project_path, started_at } = resultsOf(
    await harness.run('creates.execute_lambda', inputData),
  );
  return { project, job_id, lambda_project_path, started_at };
}
const wait = (inputData: object, editorTest = false) =>
  harness.run('creates.wait_for_execution', inputData, editorTest);

describe('a run that is longer than a step', () => {
  test.concurrent('is given up waiting for in time, without an error, and then waited for', async () => {
    const inputData = { project, parameters: { Seconds: '3' } };
    const value = await harness.run('creates.execute_workflow', inputData);
    expect(value.attempts).toHaveLength(1);
    const { job_id, started_at, ...result } = resultsOf(value);
    expect(result).toMatchObject({ job_state: 'RUNNING', finished: false, succeeded: false });
    expect(result.message).toContain('"Wait for Execution"');

    const waited = await wait({ project, job_id, started_at });
    expect(resultsOf(waited)).toMatchObject({ job_id, finished: true, succeeded: true });
    const jobs = harness.sandbox.omniscope.jobs.filter(({ kind }) => kind === 'execute');
    expect(jobs.filter(({ projectPath }) => projectPath === `${project}.iox`)).toHaveLength(1);
  });
});

describe('Wait for Execution, for long', () => {
  test.concurrent('polls again in later performs, 15 s to 5 min apart, until the run ends', async () => {
    const outcome = await wait(await started(3));
    expect(resultsOf(outcome)).toMatchObject({ succeeded: true, job_state: 'COMPLETED' });
    expect(outcome.attempts.length).toBeGreaterThan(1);
    for (const { error } of outcome.attempts.slice(0, -1)) {
      expect(error?.name).toBe('ThrottledError');
      expect(error?.delaySeconds).toBeGreaterThanOrEqual(15);
      expect(error?.delaySeconds).toBeLessThanOrEqual(300);
    }
  });

  test.concurrent.each([
    ['with', true],
    ['without', false],
  ])('ends after its timeout, %s a known start, and says so', async (_, known) => {
    const { started_at, ...job } = await started(60);
    const inputData = { ...job, ...(known && { started_at }), timeout_minutes: 1 };
    const before = harness.clock.now();
    const outcome = await wait(inputData);
    expect(outcome.status).toBe('errored');
    expect(wordsOf(outcome)).toContain('has not ended within 1 minute; it may still be running');
    const minutes = (harness.clock.now() - before) / 60_000;
    expect(minutes).toBeGreaterThan(known ? 0.5 : 0.95);
    expect(minutes).toBeLessThan(2);
  });
});

describe('Wait for Execution', () => {
  test('gives the current state in an editor test, at once', async () => {
    const { value, requests } = await harness.during(async () => wait(await started(60), true));
    expect(resultsOf(value)).toMatchObject({ job_state: 'RUNNING', finished: false });
    expect(requests).toHaveLength(3);
  });

  test('ends a failed run as "If It Fails" says', async () => {
    const inputData = { project: 'Ends/Failed', wait: false };
    const { job_id } = resultsOf(await harness.run('creates.execute_workflow', inputData));
    const stopped = await wait({ project: 'Ends/Failed', job_id });
    expect(wordsOf(stopped)).toContain('failed: “Block "Load": no file”');
    const result = await wait({ project: 'Ends/Failed', job_id, on_failure: 'continue' });
    expect(resultsOf(result)).toMatchObject({ job_state: 'FAILED', succeeded: false });
  });

  test('gives the parameters after the run where they are asked for', async () => {
    const { job_id } = resultsOf(
      await harness.run('creates.execute_workflow', { project: 'Reports/Typed', wait: false }),
    );
    const inputData = { project: 'Reports/Typed', job_id, return_parameters: true };
    expect(resultsOf(await wait(inputData)).parameters).toMatchObject({ Year: 2026 });
  });

  test('says that the server does not know the job', async () => {
    const outcome = await wait({ project, job_id: 'another-server_1' });
    expect(wordsOf(outcome)).toContain('no longer knows job another-server_1');
    const unknown = await wait({ project, job_id: 'another-server_1', on_failure: 'continue' });
    expect(resultsOf(unknown)).toMatchObject({ job_state: 'UNKNOWN', finished: true });
  });
});

describe('a busy project', () => {
  let harness: Harness;
  beforeAll(async () => {
    // Half a minute of waiting for a busy project becomes a second and a half.
    harness = await openHarness({ speed: 20 });
  });
  afterAll(() => harness?.close());

  const KEY = 'creates.execute_workflow';

  /** Occupies a project for a while, and runs a step on it. */
  async function runOnBusy(project: string, inputData: object) {
    const parameters = { Seconds: '1' };
    const first = resultsOf(await harness.run(KEY, { project, parameters, wait: false }));
    const ran = await harness.during(() => harness.run(KEY, { project, ...inputData }));
    return { first: harness.sandbox.omniscope.jobs.find(({ id }) => id === first.id), ...ran };
  }

  describe('a project that is already running', () => {
    test('is tried again within the step, then after a random delay, and started once', async () => {
      const { value, jobs, first } = await runOnBusy('Busy/One', {
        parameters: { Seconds: '0.05' },
      });
      expect(value.attempts.length).toBeGreaterThan(1);
      expect(value.attempts[0]?.error).toMatchObject({ name: 'ThrottledError' });
      expect(value.attempts[0]?.error?.delaySeconds).toBeGreaterThanOrEqual(20);
      expect(value.attempts[0]?.error?.delaySeconds).toBeLessThanOrEqual(60);
      expect(resultsOf(value)).toMatchObject({ succeeded: true, job_id: jobs[0]?.id });
      expect(jobs).toHaveLength(1);
      expect(first?.state).toBe('COMPLETED');
    });

    test('is cancelled and started anew with "replace"', async () => {
      const { value, jobs, first } = await runOnBusy('Busy/Two', {
        if_running: 'replace',
        parameters: { Seconds: '0.05' },
      });
      expect(first?.state).toBe('CANCELLED');
      expect(resultsOf(value)).toMatchObject({ succeeded: true, job_id: jobs[0]?.id });
      expect(value.attempts).toHaveLength(1);
    });

    test('stops this Zap run quietly with "stop", and starts nothing', async () => {
      const { value, jobs } = await runOnBusy('Busy/Three', { if_running: 'stop' });
      expect(value.status).toBe('halted');
      expect(wordsOf(value)).toContain('"Busy/Three.iox" is already running');
      expect(jobs).toEqual([]);
    });
  });
});
