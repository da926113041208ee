import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Harness, openHarness, resultsOf, wordsOf } from './harness.ts';

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
    const { value, jobs, first } = await runOnBusy('Busy/One', { parameters: { Seconds: '0.05' } });
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
