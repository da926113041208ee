import { expect, test } from '@jest/globals';
import { createSimulator } from '../harness/simulator.ts';
import { readResult } from './result-of.ts';
import { HOUR_MS, openSimulation, runStep } from './step.ts';

const simulator = createSimulator();
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
