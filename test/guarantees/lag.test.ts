import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { endpointKind } from '../../sandbox/faults/endpoint.ts';
import type { StepOutcome } from '../../sandbox/zapier-emulator/outcome.ts';
import { createSimulator, type Simulation } from '../harness/simulator.ts';
import { holds } from './check.ts';
import { openSimulation, runStep } from './step.ts';

const simulator = createSimulator();
const { clock } = simulator;

/** Of the contract: how late an end may be seen, and how many looks that may cost. */
const latestMs = (durationMs: number) => 300 + 0.15 * durationMs;
/** Between two performs of a waiting step; a job of less than 100 s may end in the first of them. */
const SHORTEST_DELAY_MS = 15_000;
const mostLooks = (seconds: number) => seconds + 8;

function looksOf(outcome: StepOutcome): number {
  return outcome.attempts
    .flatMap(({ requests }) => requests)
    .filter(({ url }) => endpointKind({ url: new URL(url).pathname }) === 'state').length;
}

function endOf(simulation: Simulation): number {
  return simulation.omniscope.jobs[0]?.endedAt ?? Number.NaN;
}

const durations = fc.oneof(
  fc.integer({ min: 0, max: 2_000 }),
  fc.integer({ min: 2_000, max: 24_000 }),
);

test(`a job's end is seen at most 0.3 s + 15 % of its time late, for few requests`, async () => {
  const planned = fc.record({
    durationMs: durations,
    latencyMs: fc.integer({ min: 0, max: 30 }),
    operation: fc.constantFrom('execute_workflow', 'execute_lambda'),
    stateEndpoint: fc.constantFrom('status', 'job-state'),
  });
  await holds(planned, 150, async ({ durationMs, latencyMs, operation, stateEndpoint }) => {
    const simulation = openSimulation(simulator, {
      durationMs,
      latencyMs,
      assumptions: { stateEndpoint },
    });
    const begun = clock.now();
    const outcome = await runStep(simulation, {}, { operation });
    expect(outcome).toMatchObject({ results: { succeeded: true } });
    // A look that has to find out first where the state is told takes that much longer.
    const detours = (operation === 'execute_lambda' ? 2 : 0) + (stateEndpoint === 'status' ? 0 : 1);
    const foundOut = detours * 2 * latencyMs;
    expect(clock.now() - endOf(simulation)).toBeLessThanOrEqual(latestMs(durationMs) + foundOut);
    expect(looksOf(outcome)).toBeLessThanOrEqual(mostLooks((clock.now() - begun) / 1000));
  });
});

test(`a step that waits for minutes or hours sees the end as soon or within 15 s, for few requests`, async () => {
  const waits = fc.record({
    durationMs: fc.oneof(
      fc.integer({ min: 30_000, max: 120_000 }),
      fc.integer({ min: 30_000, max: 4 * 3_600_000 }),
    ),
    delayMs: fc.integer({ min: 0, max: 30_000 }),
  });
  await holds(waits, 10, async ({ durationMs, delayMs }) => {
    const simulation = openSimulation(simulator, { durationMs, limits: { refreshes: 100 } });
    const started = await runStep(simulation, { wait: false });
    const { job_id, started_at } = Object('results' in started ? started.results : {});
    await clock.sleep(delayMs);
    const input = { job_id, started_at, timeout_minutes: 600 };
    const begun = clock.now();
    const outcome = await runStep(simulation, input, { operation: 'wait_for_execution' });
    expect(outcome).toMatchObject({ results: { succeeded: true } });
    const latest = Math.max(latestMs(durationMs), SHORTEST_DELAY_MS);
    expect(clock.now() - endOf(simulation)).toBeLessThanOrEqual(latest);
    expect(looksOf(outcome)).toBeLessThanOrEqual(mostLooks((clock.now() - begun) / 1000));
  });
});

test('the first look comes within half a second', async () => {
  const simulation = openSimulation(simulator, { durationMs: 0 });
  const begun = clock.now();
  await runStep(simulation);
  expect(clock.now() - begun).toBeLessThanOrEqual(500);
});
