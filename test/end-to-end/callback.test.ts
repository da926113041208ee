import { describe, expect, test } from '@jest/globals';
import type { StepOutcome } from '../../sandbox/zapier-emulator/outcome.ts';
import { resultsOf, simulate, wordsOf } from './harness.ts';

const harness = simulate();

const KEYS = ['creates.execute_workflow', 'creates.execute_lambda'];
const callback_parameter = 'Callback URL';
const posting = {
  project: 'Callbacks/Posting',
  parameters: { Fail: 'false' },
  callback_parameter,
};
const silent = { project: 'Callbacks/Silent', callback_parameter };

function callbackUrlOf(outcome: StepOutcome): string {
  return outcome.status === 'callback' ? outcome.callbackUrl : `not held: ${wordsOf(outcome)}`;
}
const resume = async (outcome: StepOutcome, payload: unknown) =>
  await harness.platform.resume(callbackUrlOf(outcome), payload);

describe.each(KEYS)('a run of %s that calls back', (key) => {
  test('is held after its start, and continues with the job’s own state when it is called', async () => {
    const { value, requests, jobs } = await harness.during(() => harness.run(key, posting));
    expect(value.status).toBe('callback');
    expect(requests.map(({ method }) => method)).toEqual(['GET', 'POST']);
    expect(jobs[0]?.parameters).toMatchObject({ 'Callback URL': callbackUrlOf(value) });
    const resumed = await harness.platform.callbacks.resumed(callbackUrlOf(value));
    expect(wordsOf(resumed)).toBe('');
    expect(resultsOf(resumed)).toMatchObject({
      job_id: jobs[0]?.id,
      job_state: 'COMPLETED',
      succeeded: true,
      started_at: resultsOf(value).started_at,
    });
  });

  test('says that it failed, or gives that outcome where told to', async () => {
    const failing = { ...posting, parameters: { Fail: 'true' } };
    const resumed = async (inputData: object) =>
      harness.platform.callbacks.resumed(callbackUrlOf(await harness.run(key, inputData)));
    expect(wordsOf(await resumed(failing))).toContain('failed: “Block "Load": no file”');
    const result = resultsOf(await resumed({ ...failing, on_failure: 'continue' }));
    expect(result).toMatchObject({ job_state: 'FAILED', succeeded: false });
  });

  test('is polled in an editor test, which nothing ever resumes', async () => {
    const outcome = await harness.run(key, silent, true);
    expect(outcome.status).toBe('success');
    expect(resultsOf(outcome)).toMatchObject({ succeeded: true });
  });
});

describe('a post to the callback URL', () => {
  const KEY = 'creates.execute_lambda';

  test.each([
    ['garbage', 'not JSON at all'],
    ['nothing', null],
    ['a lie about the job', { job_state: 'COMPLETED', succeeded: true, job_id: 'E0_0' }],
  ])('is never believed: %s', async (_, payload) => {
    const failing = { ...silent, project: 'Callbacks/Posting', parameters: { Fail: 'true' } };
    const held = await harness.run(KEY, { ...failing, on_failure: 'continue' });
    const result = resultsOf((await resume(held, payload)) ?? held);
    expect(result).toMatchObject({ job_id: resultsOf(held).job_id, succeeded: false });
    expect(result.job_state).toBe('FAILED');
  });

  test('that comes twice resumes once', async () => {
    const held = await harness.run(KEY, silent);
    const [first, second] = await Promise.all([resume(held, 1), resume(held, 2)]);
    expect(first?.status).toBe('success');
    expect(second).toBeUndefined();
  });

  test('that comes long before the run has ended stops the Zap run, or gives "not finished"', async () => {
    const long = { ...silent, parameters: { Seconds: '60' } };
    const stopped = await harness.run(KEY, long);
    const held = await harness.run(KEY, { ...long, on_failure: 'continue' });
    const [stop, go] = await Promise.all([resume(stopped, {}), resume(held, {})]);
    expect(stop?.status).toBe('errored');
    expect(wordsOf(stop ?? stopped)).toContain('called back, but job');
    expect(resultsOf(go ?? held)).toMatchObject({
      job_state: 'RUNNING',
      outcome: 'running',
      succeeded: false,
      message: expect.stringMatching(/^Not finished yet: add a "Wait for Execution" step/),
    });
  });

  test('hands on what was posted, rows included, whatever the outcome', async () => {
    const held = await harness.run(KEY, { ...silent, return_parameters: false });
    const resumed = await resume(held, { status: 'done', rows: [{ Region: 'North' }] });
    expect(resultsOf(resumed ?? held)).toMatchObject({
      succeeded: true,
      posted: { status: 'done', rows: [{ Region: 'North' }] },
      rows: [{ Region: 'North' }],
    });
  });

  test('resumes with a fresh token when the old one has expired', async () => {
    const held = await harness.run(KEY, silent);
    harness.tokens.expireAll();
    const { value, jobs } = await harness.during(() => resume(held, {}));
    expect(value?.attempts).toHaveLength(3);
    expect(resultsOf(value ?? held)).toMatchObject({ succeeded: true });
    expect(jobs).toEqual([]);
  });
});

describe('a start that is refused leaves no step waiting', () => {
  test.each([
    [{ callback_parameter: 'No such parameter' }, 'has no parameter "No such parameter"'],
    [{ callback_parameter: 'Seconds' }, '"Seconds" is not a text parameter'],
    [{ blocks: ['No such block'] }, 'No block named "No such block"'],
    [{ project: 'Reports/Missing' }, 'has no project'],
    [{ project: 'Private/Salaries' }, 'Workflow Execution via APIs'],
  ])('%j', async (inputData, words) => {
    const { value, jobs } = await harness.during(() =>
      harness.run('creates.execute_workflow', { ...silent, ...inputData }),
    );
    expect(value.status).toBe('errored');
    expect(wordsOf(value)).toContain(words);
    expect(jobs).toEqual([]);
  });
});
