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
import type { ParameterInput } from '../fields/parameters-field.ts';
import type { StepContext } from '../operation/step-context.ts';
import { NO_OUTPUT, UNREADABLE_OUTPUT } from '../output/run-output.ts';
import { cacheDeadline, pollDeadline } from '../platform/deadlines.ts';
import { CacheUnavailableError, createStepCache } from '../platform/step-cache.ts';
import { type Callback, prepareCallback, repeatPost } from './callback.ts';
import { type ExecutionResult, executionResult } from './result.ts';
import { createStartRecords, type StartRecords } from './start-records.ts';
import { type OutcomeRequest, toStepResult } from './step-result.ts';

/** What a step that starts a job is asked for. */
export interface ExecutionRequest extends Omit<OutcomeRequest, 'updates'> {
  /** The operation's key. */
  operation: string;
  project: ProjectPath;
  parameters: ParameterInput;
  wait: boolean;
  /** The TEXT parameter that takes the platform's callback URL, or null to poll. */
  callbackParameter: string | null;
}

/** Sends the one request that starts the job, with these updates besides its own. */
type Start = (callbackUpdates: readonly ParameterUpdate[]) => Promise<Job>;

/** Starts a job and sees it to its result: exactly one start, whatever happens on the way. */
export async function execute(
  step: StepContext,
  request: ExecutionRequest,
  start: Start,
): Promise<ExecutionResult> {
  requireTokenLife(step.connection, step.runtime.clock.now());
  const records = recordsOf(step, request);
  const { callbackParameter } = request;
  // An editor test is never resumed, so it polls instead.
  return callbackParameter === null || step.isEditorTest
    ? startAndPoll(step, request, records, start)
    : startAndHold(step, request.project, callbackParameter, records, start);
}

/** The records of this run's starts; a rerun and a resumed step find the same ones. */
export function recordsOf(
  { z, bundle, runtime, connection, api, isEditorTest }: StepContext,
  { operation, project }: Pick<ExecutionRequest, 'operation' | 'project'>,
): StartRecords {
  const { inputData } = bundle;
  return createStartRecords({
    cache: (deadline) => createStepCache(z, runtime.clock, deadline),
    clock: runtime.clock,
    connection,
    run: { operation, zap: bundle.meta?.zap?.id ?? '', isEditorTest, inputData },
    project,
    saveDeadline: cacheDeadline(api.deadline),
    random: () => runtime.randomHex(8),
  });
}

async function startAndPoll(
  { api }: StepContext,
  request: ExecutionRequest,
  records: StartRecords,
  start: Start,
): Promise<ExecutionResult> {
  const claimed = await claim(records, null);
  const job = claimed?.job ?? (await start([]));
  let result: PollResult | null = null;
  try {
    result = request.wait ? await waitForResult(api, job) : await pollOnce(api, job);
    const { updates } = request.parameters;
    return await toStepResult(api, job, result, { ...request, updates });
  } catch (error) {
    if (!isTokenExpired(error)) throw error;
    // From here on a rerun would start a second job, unless it finds a record of this one.
    if (await records.save(job)) throw error;
    const output = result !== null && isFinished(result) ? UNREADABLE_OUTPUT : NO_OUTPUT;
    const unfinished = { reason: 'token-expired' } as const;
    return executionResult(api.server, job, result, { unfinished, output });
  }
}

/** Starts a job that posts to the platform's callback URL when it is done; until then the step is held. */
async function startAndHold(
  step: StepContext,
  project: ProjectPath,
  callbackParameter: string,
  records: StartRecords,
  start: Start,
): Promise<ExecutionResult> {
  const callback: Callback = await prepareCallback(step, project, callbackParameter);
  const claimed = await claim(records, callback.run);
  if (claimed !== null) await repeatPost(step, callback.url, claimed.callback?.content);
  const job = claimed?.job ?? (await start([callback.update]));
  const unfinished = { reason: 'callback-pending' } as const;
  return executionResult(step.server, job, null, { unfinished });
}

async function claim(records: StartRecords, callbackRun: string | null) {
  try {
    return await records.claim(callbackRun);
  } catch (error) {
    throw error instanceof CacheUnavailableError
      ? new StepError('cache-unavailable', { purpose: 'start' })
      : error;
  }
}

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
