import { describe, expect, test } from '@jest/globals';
import type { Assumptions } from '../../sandbox/omniscope-server/assumptions.ts';
import { createSimulator } from '../harness/simulator.ts';
import { fixtureWith, PROJECT } from './fixture.ts';
import { readResult } from './result-of.ts';
import { openSimulation, runStep } from './step.ts';

const simulator = createSimulator();

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
      expect(/\/w\/job\/[^/]+\/state$/.test(path)).toBe(assumptions.stateEndpoint === 'job-state');
    }
  });

  test('an isolated run is seen to end, kept or not', async () => {
    for (const keep_project of [true, assumptions.lambdaPolling === 'lambda-path']) {
      const simulation = openSimulation(simulator, { assumptions });
      const outcome = await runStep(simulation, { keep_project }, { operation: 'execute_lambda' });
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
