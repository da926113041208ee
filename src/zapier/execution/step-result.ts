import type { Api } from '../../omniscope/api.ts';
import { OmniscopeError } from '../../omniscope/errors.ts';
import { MESSAGE_LIMIT } from '../../omniscope/http/sanitize-message.ts';
import type { Job } from '../../omniscope/jobs/job.ts';
import { isFinished, type PollResult } from '../../omniscope/jobs/poll-result.ts';
import { fetchParameters, type Parameter } from '../../omniscope/parameters.ts';
import { formatPath } from '../../omniscope/paths.ts';
import type { ServerUrl } from '../../omniscope/server-url.ts';
import { truncate } from '../../omniscope/truncate.ts';
import { StepError } from '../errors/error-codes.ts';
import { type ExecutionResult, executionResult } from './result.ts';

/** What a step does about the outcome of a job. */
export interface OutcomeOptions {
  onFailure: 'stop' | 'continue';
  returnParameters: boolean;
}

/**
 * Turns what is known of a job into the step's end: its result, or with `stop` the error that its
 * outcome calls for. The parameters after the run are read where they are asked for; a job that has
 * ended keeps its outcome even when they cannot be.
 *
 * @throws StepError for a job that failed, was cancelled or got lost
 */
export async function toStepResult(
  api: Api,
  job: Job,
  result: PollResult | null,
  options: OutcomeOptions,
): Promise<ExecutionResult> {
  if (options.onFailure === 'stop') throwForOutcome(job, result);
  if (!options.returnParameters || result === null || !isFinished(result)) {
    return executionResult(api.server, job, result, null);
  }
  const parameters = await parametersAfter(api, job);
  if (parameters === null) return resultWithoutParameters(api.server, job, result);
  return executionResult(api.server, job, result, parameters);
}

/** The result of a job that has ended, but whose parameters were asked for in vain. */
export function resultWithoutParameters(
  server: ServerUrl,
  job: Job,
  result: PollResult,
): ExecutionResult {
  const withoutParameters = executionResult(server, job, result, null);
  const message = `${withoutParameters.message} Its parameters could not be read.`;
  return { ...withoutParameters, message };
}

function throwForOutcome(job: Job, result: PollResult | null): void {
  if (result?.kind === 'not-found') throw new StepError('outcome-unknown', { job: job.id });
  if (result?.kind !== 'status') return;
  const { phase, error } = result.status;
  const project = formatPath(job.project);
  switch (phase) {
    case 'failed': {
      const message = error?.message ?? error?.type ?? null;
      const serverMessage = message && truncate(message, MESSAGE_LIMIT);
      throw new StepError('job-failed', { project, serverMessage });
    }
    case 'cancelled':
      throw new StepError('job-cancelled', { project });
    default:
  }
}

/** The run's own parameters: of the copy for a lambda execution, which is where it set them. */
async function parametersAfter(api: Api, job: Job): Promise<Parameter[] | null> {
  try {
    return await fetchParameters(api, job.lambdaProject ?? job.project);
  } catch (error) {
    if (error instanceof OmniscopeError) return null;
    throw error;
  }
}
