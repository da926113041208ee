import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { endpointKind } from '../../sandbox/faults/endpoint.ts';
import type { Assumptions } from '../../sandbox/omniscope-server/assumptions.ts';
import type { StepOutcome } from '../../sandbox/zapier-emulator/outcome.ts';
import { createSimulator, type Simulation } from '../harness/simulator.ts';
import { holds } from './check.ts';
import { fixtureWith, PROJECT } from './fixture.ts';
import { readResult } from './result-of.ts';
import { openSimulation, runStep } from './step.ts';

const simulator = createSimulator();

describe('lag', () => {
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
      const detours =
        (operation === 'execute_lambda' ? 2 : 0) + (stateEndpoint === 'status' ? 0 : 1);
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
});

describe('the state endpoint', () => {
  const SERVERS: readonly [string, Partial<Assumptions>][] = [
    ['knows status/… only', { stateEndpoint: 'status' }],
    ['knows job/…/state only, else 404', { stateEndpoint: 'job-state', missingStateEndpoint: 404 }],
    ['knows job/…/state only, else 405', { stateEndpoint: 'job-state', missingStateEndpoint: 405 }],
    [
      'knows job/…/state only, else a page',
      { stateEndpoint: 'job-state', missingStateEndpoint: 'page' },
    ],
    ['responds for lambda jobs at the copy only', { lambdaPolling: 'lambda-path' }],
    ['responds for lambda jobs at the project only', { lambdaPolling: 'original-path' }],
  ];

  describe.each(SERVERS)('on a server that %s', (_, assumptions) => {
    test('a run is seen to end, and the right form is asked for after the first poll', async () => {
      const simulation = openSimulation(simulator, { assumptions });
      expect(readResult(await runStep(simulation))).toMatchObject({ succeeded: true });
      const [, , , ...later] = simulation.omniscope.requests;
      expect(later.length).toBeGreaterThan(0);
      for (const { status, path } of later) {
        expect(status).toBe(200);
        expect(/\/w\/job\/[^/]+\/state$/.test(path)).toBe(
          assumptions.stateEndpoint === 'job-state',
        );
      }
    });

    test('an isolated run is seen to end, kept or not', async () => {
      for (const keep_project of [true, assumptions.lambdaPolling === 'lambda-path']) {
        const simulation = openSimulation(simulator, { assumptions });
        const outcome = await runStep(
          simulation,
          { keep_project },
          { operation: 'execute_lambda' },
        );
        expect(readResult(outcome)).toMatchObject({ succeeded: true });
      }
    });

    test('a failed run is found, with the server’s message', async () => {
      const end = { state: 'FAILED', errorMessage: 'Block "Load": no file' } as const;
      const fixture = fixtureWith({ durationMs: 100, end });
      const outcome = await runStep(simulator.open({ fixture, assumptions }));
      expect(Object(outcome).message).toContain('“Block "Load": no file”');
    });

    test('a job that is not there is not found', async () => {
      const { platform } = openSimulation(simulator, { assumptions });
      const inputData = { project: PROJECT, job_id: 'E0_0' };
      expect(await platform.runStep({ key: 'searches.find_execution', inputData })).toMatchObject({
        status: 'success',
        results: [],
      });
    });
  });
});

// aws-sdk-js-v3 1196. Over sockets: test/zapier/platform/connections.test.ts.
test('a poll over a kept connection that the server has closed is sent once more, at once', async () => {
  const simulation = openSimulation(simulator, {
    durationMs: 2_500,
    faults: [
      ['kept connection closes', 'start', 1],
      ['kept connection closes', 'state', 2],
      ['kept connection closes', 'state', 5],
    ],
  });
  const outcome = await runStep(simulation);
  expect(outcome).toMatchObject({ results: { succeeded: true } });
  const requests = outcome.attempts.flatMap((attempt) => attempt.requests);
  const results = requests.map(({ method, result }) => `${method} ${result}`);
  expect(results.slice(0, 4)).toEqual(['POST 200', 'GET 200', 'GET ECONNRESET', 'GET 200']);
  expect(results.filter((result) => result === 'GET ECONNRESET')).toHaveLength(2);
  expect(simulation.states[2]?.at).toBe(simulation.states[1]?.at);
  expect(simulation.omniscope.jobs).toHaveLength(1);
});
