/** A step that is resumed with an expired token: nothing is started twice, whichever way Zapier takes then. */
import { describe, expect, test } from '@jest/globals';
import type { ResumeRefresh } from '../../sandbox/zapier-emulator/operation-run.ts';
import type { StepOutcome } from '../../sandbox/zapier-emulator/outcome.ts';
import { createSimulator, type Simulation } from '../harness/simulator.ts';
import { caseOf } from './error-codes.ts';
import { readResult } from './result-of.ts';
import { HOUR_MS, openSimulation, runStep } from './step.ts';

const simulator = createSimulator();
const INPUT = { callback_parameter: 'Callback URL', on_failure: 'continue' };
/** The reference Keycloak realm's tokens live for five minutes, and the job for an hour. */
const token = { lifetimeMs: 300_000 };

async function hold(simulation: Simulation): Promise<string> {
  const held = await runStep(simulation, INPUT);
  if (held.status !== 'callback') throw new Error(`not held: ${JSON.stringify(held)}`);
  return held.callbackUrl;
}

async function resumed(simulation: Simulation, url: string): Promise<StepOutcome | undefined> {
  let outcome: StepOutcome | undefined = await simulation.platform.callbacks.resumed(url);
  // A step that waits again is resumed by the post that it repeats.
  if (outcome.status === 'callback') outcome = await simulation.platform.callbacks.resumed(url);
  return outcome;
}

describe.each<ResumeRefresh>(['resume', 'perform'])(
  'omniscope-multinode (tokens of 300 s): a resume with an expired token, after which Zapier runs the %s again',
  (resumeRefresh) => {
    test('starts no second job and gives the outcome', async () => {
      const simulation = openSimulation(simulator, { durationMs: HOUR_MS, token, resumeRefresh });
      const result = readResult((await resumed(simulation, await hold(simulation))) ?? never());
      expect(result).toMatchObject({
        outcome: 'succeeded',
        job_id: simulation.omniscope.jobs[0]?.id,
      });
      expect(simulation.omniscope.jobs).toHaveLength(1);
    });

    test('leaves its job to no identical run', async () => {
      const simulation = openSimulation(simulator, {
        durationMs: HOUR_MS,
        token,
        resumeRefresh,
        parallelJobs: 2,
      });
      const url = await hold(simulation);
      const first = resumed(simulation, url);
      await simulator.clock.sleep(HOUR_MS + 30_000);
      const other = await hold(simulation);
      const results = await Promise.all([first, resumed(simulation, other)]);
      const jobs = results.map((outcome) => readResult(outcome ?? never())?.job_id);
      expect(jobs).toEqual(simulation.omniscope.jobs.map(({ id }) => id));
      expect(new Set(jobs).size).toBe(2);
    });
  },
);

test('a step that is resumed after its job has ended asks for the outcome at once', async () => {
  const simulation = openSimulation(simulator, { durationMs: 1_000 });
  const held = await runStep(simulation, { ...INPUT, callback_parameter: 'Region' });
  if (held.status !== 'callback') throw new Error('not held');
  await simulator.clock.sleep(60_000);
  const ended = await simulation.platform.resume(held.callbackUrl, {});
  const [attempt] = ended?.attempts ?? [];
  expect(readResult(ended ?? never())).toMatchObject({ outcome: 'succeeded' });
  expect((attempt?.endedAt ?? Infinity) - (attempt?.startedAt ?? 0)).toBeLessThan(100);
});

function never(): never {
  throw new Error('The step was never resumed.');
}

test('a resumed step that can neither continue nor be run again ends, and waits for no other post', async () => {
  const simulation = openSimulation(simulator, { durationMs: HOUR_MS, token });
  const url = await hold(simulation);
  simulation.cache.behave('failing');
  const outcome = await resumed(simulation, url);
  expect(caseOf(outcome ?? never())?.kind).toBe('cache-unavailable');
  expect(simulation.omniscope.jobs).toHaveLength(1);
});
