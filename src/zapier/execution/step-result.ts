import type { Api } from '../../omniscope/api.ts';
import { MESSAGE_LIMIT } from '../../omniscope/http/sanitize-message.ts';
import type { Job } from '../../omniscope/jobs/job.ts';
import type { PollResult } from '../../omniscope/jobs/poll-result.ts';
import { formatPath } from '../../omniscope/paths.ts';
import { truncate } from '../../omniscope/truncate.ts';
import { projectPageUrl } from '../../omniscope/urls.ts';
import { StepError } from '../errors/error-codes.ts';
import {
  fetchOutput,
  NO_OUTPUT,
  type OutputRequest,
  type RunOutput,
} from '../output/run-output.ts';
import type { Unfinished } from './messages.ts';
import { type ExecutionResult, executionResult } from './result.ts';

/** What a step does about the outcome of a run. */
export interface OutcomeRequest extends OutputRequest {
  onFailure: 'stop' | 'continue';
}

/**
 * Turns what is known of a job into the step's end: its result, or with `stop` the error that its
 * outcome calls for.
 *
 * @param posted what the workflow has posted to the callback address
 * @throws StepError for a job that failed, was cancelled, or whose outcome is lost
 */
export async function toStepResult(
  api: Api,
  job: Job,
  result: PollResult | null,
  request: OutcomeRequest,
  details: { unfinished?: Unfinished; posted?: RunOutput } = {},
): Promise<ExecutionResult> {
  const { posted = NO_OUTPUT, ...rest } = details;
  if (request.onFailure === 'stop') throwForOutcome(api, job, result);
  const hasSucceeded = result?.kind === 'status' && result.status.phase === 'succeeded';
  const output = hasSucceeded ? await fetchOutput(api, job, posted, request) : posted;
  return executionResult(api.server, job, result, { ...rest, output });
}

function throwForOutcome(api: Api, job: Job, result: PollResult | null): void {
  if (result?.kind === 'not-found') throw new StepError('outcome-unknown', { job: job.id });
  if (result?.kind !== 'status') return;
  const { phase, error } = result.status;
  const project = formatPath(job.project);
  if (phase === 'failed') {
    const serverMessage = error?.message ?? error?.type ?? null;
    throw new StepError('job-failed', {
      job: job.id,
      project,
      projectUrl: projectPageUrl(api.server, job.project),
      serverMessage: serverMessage && truncate(serverMessage, MESSAGE_LIMIT),
    });
  }
  if (phase === 'cancelled') throw new StepError('job-cancelled', { job: job.id, project });
}
