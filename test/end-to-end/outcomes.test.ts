import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Harness, openHarness, resultsOf, wordsOf } from './harness.ts';

let harness: Harness;
beforeAll(async () => {
  harness = await openHarness();
});
afterAll(() => harness?.close());

const KEYS = ['creates.execute_workflow', 'creates.execute_lambda'];

describe.each(KEYS)('a run that does not succeed, in %s', (key) => {
  test.each(['Failed', 'Error'])('stops the Zap run with the server’s words: %s', async (name) => {
    const outcome = await harness.run(key, { project: `Ends/${name}` });
    expect(outcome.status).toBe('errored');
    expect(wordsOf(outcome)).toMatch(
      new RegExp(`^Job \\S+ of "Ends/${name}\\.iox" failed: “Block "Load": no file”\\. See which`),
    );
    expect(wordsOf(outcome)).toContain(`${harness.sandbox.origin}/Ends/${name}.iox/`);
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
      const remove = harness.sandbox.faults.add({
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
