/** One step as most tests run it, and what a test asks of its end. */
import type { FaultName } from '../../sandbox/faults/catalogue.ts';
import type { EndpointKind } from '../../sandbox/faults/endpoint.ts';
import type { StepOutcome } from '../../sandbox/zapier-emulator/outcome.ts';
import type { createSimulator, Simulation, SimulationOptions } from '../harness/simulator.ts';
import { caseOf } from './error-codes.ts';
import { fixtureWith, PROJECT } from './fixture.ts';
import { rulesOf } from './planned-faults.ts';
import { readResult } from './result-of.ts';

export type Simulator = ReturnType<typeof createSimulator>;

export const HOUR_MS = 3_600_000;

export interface OpenOptions extends Omit<SimulationOptions, 'fixture' | 'faults'> {
  readonly durationMs?: number;
  readonly state?: 'COMPLETED' | 'FAILED' | 'CANCELLED';
  /** Fault, endpoint, which request. */
  readonly faults?: readonly (readonly [FaultName, EndpointKind, number])[];
}

/** A simulation whose one project runs for two seconds. */
export function openSimulation(simulator: Simulator, options: OpenOptions = {}): Simulation {
  const { durationMs = 2_000, state = 'COMPLETED', faults = [], ...more } = options;
  return simulator.open({
    fixture: fixtureWith({ durationMs, end: { state } }),
    faults: rulesOf(faults.map(([name, on, nth]) => ({ name, on, nth }))),
    ...more,
  });
}

export function runStep(
  simulation: Simulation,
  input: Readonly<Record<string, unknown>> = {},
  more: { readonly editorTest?: boolean; readonly operation?: string; readonly zap?: string } = {},
): Promise<StepOutcome> {
  const { operation = 'execute_workflow', ...rest } = more;
  const inputData = { project: PROJECT, ...input };
  return simulation.platform.runStep({ key: `creates.${operation}`, inputData, ...rest });
}

/** What a test mostly compares: how the step ended, and how many jobs there are. */
export function summary(simulation: Simulation, outcome: StepOutcome) {
  const result = readResult(outcome);
  return {
    end: result === null ? (caseOf(outcome)?.kind ?? outcome.status) : result.job_state,
    jobs: simulation.omniscope.jobs.length,
    starts: simulation.starts.length,
  };
}

/** How long the longest attempt took, in milliseconds. */
export function longest({ attempts }: StepOutcome): number {
  return Math.max(...attempts.map(({ startedAt, endedAt }) => endedAt - startedAt));
}
