import { expect, test } from '@jest/globals';
import { createStage } from './harness.ts';
import { readResult } from './result-of.ts';
import { HOUR_MS, openScene, runStep } from './step.ts';

const stage = createStage();
const { clock } = stage;
const MINUTE_MS = 60_000;

test.each([10_000, 210_000, 10 * MINUTE_MS, HOUR_MS])(
  'a step that its job calls back after %d ms sees the job end',
  async (durationMs) => {
    const scene = openScene(stage, { durationMs, token: { lifetimeMs: 2 * HOUR_MS } });
    const held = await runStep(scene, { callback_parameter: 'Callback URL' });
    if (held.status !== 'callback') throw new Error(`not held: ${held.status}`);
    const resumed = await scene.platform.callbacks.resumed(held.callbackUrl);
    expect(readResult(resumed)).toMatchObject({ job_state: 'COMPLETED', succeeded: true });
  },
);

test.each([
  ['by its start', true],
  ['without its start', false],
])(
  'a job that is lost after ten minutes is told at once to who waits for it %s',
  async (_, knows) => {
    const scene = openScene(stage, { durationMs: 10 * MINUTE_MS });
    const started = readResult(
      await runStep(scene, { wait: false }, { operation: 'execute_lambda' }),
    );
    await clock.sleep(10 * MINUTE_MS);
    scene.omniscope.restart();
    const outcome = await runStep(
      scene,
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
  const scene = openScene(stage, { durationMs: 10 * MINUTE_MS, assumptions });
  const callback = { callback_parameter: 'Callback URL', on_failure: 'continue' };
  const held = await runStep(scene, callback, { operation: 'execute_lambda' });
  if (held.status !== 'callback') throw new Error(`not held: ${held.status}`);
  await clock.sleep(5 * MINUTE_MS);
  const resumed = await scene.platform.resume(held.callbackUrl, {});
  if (resumed === undefined) throw new Error('not resumed');
  expect(readResult(resumed)).toMatchObject({ job_state: 'RUNNING', finished: false });
  const last = resumed.attempts.at(-1);
  const seconds = ((last?.endedAt ?? 0) - (last?.startedAt ?? 0)) / 1000;
  expect(seconds).toBeGreaterThan(15);
  expect(last?.requests.length).toBeLessThanOrEqual(seconds + 8);
});
