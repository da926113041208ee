import { describe, expect, test } from '@jest/globals';
import type { FaultName } from '../../sandbox/faults/catalogue.ts';
import { createSimulator } from '../harness/simulator.ts';
import { longest, openSimulation, runStep, summary } from './step.ts';

const simulator = createSimulator();

describe('while polling', () => {
  const harmless: FaultName[] = [
    'status 429, seconds',
    'status 429, bare',
    'status 500, not acted',
    'status 503',
    'HTML page',
    'malformed JSON',
    'truncated JSON',
    'response breaks off',
    'error with 200',
    'redirect to another host',
    'redirect to localhost',
    'hangs, not acted',
    'slow response',
    'reset, not acted',
    'reset in the handshake',
    'corrupt TLS record, acted',
    'response cut short',
    'gateway: F5 rejected',
    'gateway: Traefik 404',
    'job not found once',
  ];
  test.each(harmless)('"%s" neither restarts the job nor ends the step', async (name) => {
    const simulation = openSimulation(simulator, { faults: [[name, 'state', 2]] });
    const outcome = await runStep(simulation);
    expect(summary(simulation, outcome)).toEqual({ end: 'COMPLETED', jobs: 1, starts: 1 });
    expect(outcome.attempts).toHaveLength(1);
  });

  test('a server that asks for more patience than there is leaves the job running', async () => {
    const simulation = openSimulation(simulator, { faults: [['status 429, date', 'state', 2]] });
    expect(summary(simulation, await runStep(simulation))).toEqual({
      end: 'RUNNING',
      jobs: 1,
      starts: 1,
    });
  });

  test('a server that restarts leaves an unknown outcome, never a success', async () => {
    const open = () =>
      openSimulation(simulator, { durationMs: 4_000, faults: [['restart', 'state', 2]] });
    const simulation = open();
    const outcome = await runStep(simulation, { on_failure: 'continue' });
    expect(outcome).toMatchObject({
      status: 'success',
      results: { job_state: 'UNKNOWN', finished: true, succeeded: false },
    });
    const other = open();
    const stopped = await runStep(other);
    expect(summary(other, stopped)).toEqual({ end: 'outcome-unknown', jobs: 1, starts: 1 });
  });

  test('a job that fails or is cancelled never looks like a success', async () => {
    const failed = openSimulation(simulator, { state: 'FAILED' });
    expect(summary(failed, await runStep(failed)).end).toBe('job-failed');
    const cancelled = openSimulation(simulator, { state: 'CANCELLED' });
    expect(summary(cancelled, await runStep(cancelled)).end).toBe('job-cancelled');
    const carriedOn = openSimulation(simulator, { state: 'FAILED' });
    expect(await runStep(carriedOn, { on_failure: 'continue' })).toMatchObject({
      results: { job_state: 'FAILED', finished: true, succeeded: false },
    });
  });

  test('a job that takes too long for a step is handed on by its id', async () => {
    const simulation = openSimulation(simulator, { durationMs: 300_000 });
    const outcome = await runStep(simulation);
    const [job] = simulation.omniscope.jobs;
    expect(outcome).toMatchObject({
      status: 'success',
      results: {
        job_id: job?.id,
        job_state: 'RUNNING',
        finished: false,
        succeeded: false,
        message: expect.stringContaining('Wait for Execution'),
      },
    });
    expect(longest(outcome)).toBeLessThanOrEqual(29_500);
    expect(longest(outcome)).toBeGreaterThan(25_000);
  });
});
