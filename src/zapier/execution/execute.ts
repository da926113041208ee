import type { Api } from '../../omniscope/api.ts';
import { isTokenExpired } from '../../omniscope/errors.ts';
import { fetchJobStatus } from '../../omniscope/jobs/fetch-job-status.ts';
import type { Job } from '../../omniscope/jobs/job.ts';
import { pollJob } from '../../omniscope/jobs/poll-job.ts';
import { isFinished, type PollResult } from '../../omniscope/jobs/poll-result.ts';
import type { ParameterUpdate } from '../../omniscope/parameters.ts';
import type { ProjectPath } from '../../omniscope/paths.ts';
import { requireTokenLife } from '../auth/connection.ts';
import { StepError } from '../errors/error-codes.ts';
import type { StepContext } from '../operation/step-context.ts';
import { cacheDeadline, pollDeadline } from '../platform/deadlines.ts';
import { CacheUnavailableError, createStepCache } from '../platform/step-cache.ts';
import { callbackUpdate } from './callback.ts';
import { type ExecutionResult, executionResult } from './result.ts';
import { createStartRecords } from './start-records.ts';
import { type OutcomeOptions, resultWithoutParameters, toStepResult } from './step-result.ts';

/** What a step that starts a job is asked for. */
export interface ExecutionRequest extends OutcomeOptions {
  /** The operation's key. */
  operation: string;
  project: ProjectPath;
  wait: boolean;
  /** The TEXT parameter that takes the platform's callback URL, or null to poll. */
  callbackParameter: string | null;
}

/**
 * Starts a job, and sees it to its result: exactly one start, whatever happens on the way.
 *
 * @param start sends the one request that starts the job; it gets the updates to make besides its own
 */
export async function execute(
  step: StepContext,
  request: ExecutionRequest,
  start: (callbackUpdates: readonly ParameterUpdate[]) => Promise<Job>,
): Promise<ExecutionResult> {
  const { z, bundle, runtime, connection, api, isEditorTest } = step;
  requireTokenLife(connection, runtime.clock.now());

  const records = createStartRecords({
    cache: (deadline) => createStepCache(z, runtime.clock, deadline),
    clock: runtime.clock,
    connection,
    run: {
      operation: request.operation,
      zap: bundle.meta?.zap?.id ?? '',
      isEditorTest,
      inputData: bundle.inputData,
    },
    project: request.project,
    saveDeadline: cacheDeadline(api.deadline),
    random: () => runtime.randomHex(8),
  });
  const started = await records.claim().catch((error) => {
    throw error instanceof CacheUnavailableError
      ? new StepError('cache-unavailable', { purpose: 'start' })
      : error;
  });
  // An editor test is never resumed, so it polls instead.
  const callback = isEditorTest ? null : request.callbackParameter;
  const callbackUpdates =
    started === null && callback !== null
      ? [await callbackUpdate(z, api, request.project, callback)]
      : [];
  const job = started ?? (await start(callbackUpdates));
  if (callback !== null) {
    return executionResult(api.server, job, null, null, WAITING_FOR_CALLBACK);
  }

  let result: PollResult | null = null;
  try {
    result = request.wait ? await waitForResult(api, job) : await pollOnce(api, job);
    return await toStepResult(api, job, result, request);
  } catch (error) {
    if (!isTokenExpired(error)) throw error;
    // From here on a rerun would start a second job, unless it finds a record of this one.
    if (await records.save(job)) throw error;
    if (result !== null && isFinished(result)) {
      return resultWithoutParameters(api.server, job, result);
    }
    return executionResult(api.server, job, result, null, TOKEN_EXPIRED);
  }
}

const WAITING_FOR_CALLBACK =
  'The workflow is running; this step continues when it posts to Zapier.';
const TOKEN_EXPIRED =
  'The access expired while the workflow was running, and it was not started again: add a "Wait for Execution" step to get its outcome.';

function waitForResult(api: Api, job: Job): Promise<PollResult> {
  const deadline = pollDeadline(api.deadline);
  const startedAt = job.startedAt ?? api.clock.now();
  return pollJob(api, job, { startedAt, deadline });
}

/** Without waiting, one poll gives the result its state. One "no such job" proves nothing. */
async function pollOnce(api: Api, job: Job): Promise<PollResult | null> {
  const result = await fetchJobStatus(api, job, { path: null, project: null });
  return result.kind === 'not-found' ? null : result;
}
