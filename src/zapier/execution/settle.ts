import type { ZObject } from 'zapier-platform-core';
import type { Api } from '../../omniscope/api.ts';
import type { Job } from '../../omniscope/jobs/job.ts';
import { outcomeOf } from '../../omniscope/jobs/job-state.ts';
import { type Parameter, readParameters } from '../../omniscope/parameters.ts';
import { Problem } from '../../omniscope/problem.ts';
import { pathText } from '../../omniscope/project-path.ts';
import type { ServerAddress } from '../../omniscope/server-address.ts';
import { safeWords } from '../../omniscope/server-body.ts';
import { caseError } from '../errors/raise.ts';
import { choice } from '../fields/inputs.ts';
import { type ExecutionResult, executionResult, type Knowledge } from './result.ts';

/** What a step does about a job that did not succeed. */
export interface SettleOptions {
  onFailure: 'stop' | 'continue';
  returnParameters: boolean;
}

/** @throws Problem input-refused */
export function parseOnFailure(value: unknown): SettleOptions['onFailure'] {
  return choice(value, 'If It Fails', ['stop', 'continue']);
}

/**
 * Turns what is known of a job into the step's end: its result, or with `stop` the error that its
 * outcome calls for. The parameters after the run are read where they are asked for; a job that has
 * ended keeps its outcome even when they cannot be.
 *
 * @throws the platform's error for a job that failed, was cancelled or got lost
 */
export async function settle(
  z: ZObject,
  api: Api,
  job: Job,
  knowledge: Knowledge,
  options: SettleOptions,
): Promise<ExecutionResult> {
  if (options.onFailure === 'stop') throwForOutcome(z, job, knowledge);
  if (!options.returnParameters || !isOver(knowledge)) {
    return executionResult(api.server, job, knowledge, null);
  }
  const parameters = await parametersAfter(api, job);
  if (parameters === null) return resultWithoutParameters(api.server, job, knowledge);
  return executionResult(api.server, job, knowledge, parameters);
}

/** Whether the server has told how the job ended. */
export function isOver(knowledge: Knowledge): boolean {
  return knowledge.kind === 'read' && outcomeOf(knowledge.reading.jobState) !== 'pending';
}

/** The result of a job that has ended, but whose parameters were asked for in vain. */
export function resultWithoutParameters(
  server: ServerAddress,
  job: Job,
  knowledge: Knowledge,
): ExecutionResult {
  const result = executionResult(server, job, knowledge, null);
  return { ...result, message: `${result.message} Its parameters could not be read.` };
}

function throwForOutcome(z: ZObject, job: Job, knowledge: Knowledge): void {
  if (knowledge.kind === 'lost') throw caseError(z, 'outcome-unknown', { job: job.id });
  if (knowledge.kind !== 'read') return;
  const { jobState, errorMessage, errorType } = knowledge.reading;
  const project = pathText(job.project);
  switch (outcomeOf(jobState)) {
    case 'failed': {
      const words = safeWords(errorMessage ?? errorType ?? '');
      throw caseError(z, 'job-failed', { project, words });
    }
    case 'cancelled':
      throw caseError(z, 'job-cancelled', { project });
    default:
  }
}

/** The run's own parameters: of the copy for a lambda execution, which is where it set them. */
async function parametersAfter(api: Api, job: Job): Promise<Parameter[] | null> {
  try {
    return await readParameters(api, job.lambdaProject ?? job.project);
  } catch (error) {
    if (error instanceof Problem) return null;
    throw error;
  }
}
