import type { ZObject } from 'zapier-platform-core';
import * as schema from 'zod/mini';
import { checkProject } from '../../omniscope/jobs/find-job.ts';
import type { Job } from '../../omniscope/jobs/job.ts';
import { pollJob } from '../../omniscope/jobs/poll-job.ts';
import { isFinished } from '../../omniscope/jobs/poll-result.ts';
import { pollInterval } from '../../omniscope/jobs/poll-schedule.ts';
import type { Connection } from '../auth/connection.ts';
import { StepError } from '../errors/error-codes.ts';
import type { StepContext } from '../operation/step-context.ts';
import { pollDeadline } from '../platform/deadlines.ts';
import type { Runtime } from '../platform/runtime.ts';
import { CacheUnavailableError, createStepCache, stableHash } from '../platform/step-cache.ts';
import type { ExecutionResult } from './result.ts';
import { type OutcomeRequest, toStepResult } from './step-result.ts';

export interface WaitRequest extends Omit<OutcomeRequest, 'updates' | 'callbackParameter'> {
  job: Job;
  timeoutMinutes: number;
}

const MINUTE_MS = 60_000;
/**
 * Between two performs of a waiting step. How often the platform runs a step again is not documented,
 * so a wait is not spent in reruns: within a perform jobs are looked at as often as promised, and
 * between two of them a job that is younger than 100 s may be seen to end some seconds later.
 */
const SHORTEST_DELAY_S = 15;
const LONGEST_DELAY_S = 300;
/** The beginning of a wait is remembered longer than the wait, so that its end is not taken for one. */
const REMEMBERED_SPARE_S = 3_600;

/**
 * Waits for a job for as long as it takes, by having the platform run the step again: within one
 * perform it polls, then it asks to be run again after a delay that grows with the job's age.
 *
 * The whole wait is bounded by the timeout from the job's start, by Zapier's clock alone; where the
 * start is not given, from the first perform of the step, which is remembered in Zapier's cache.
 */
export async function waitForJob(
  step: StepContext,
  request: WaitRequest,
): Promise<ExecutionResult> {
  const { z, runtime, connection, api, isEditorTest } = step;
  const { clock } = runtime;
  const { job, timeoutMinutes } = request;
  const begun = clock.now();
  const since = await waitingSince(z, runtime, connection, request);
  const timeLimit = (since ?? begun) + timeoutMinutes * MINUTE_MS;
  const lastPoll = isEditorTest ? begun : pollDeadline(api.deadline);
  const polled = await pollJob(api, job, {
    startedAt: since ?? begun,
    deadline: Math.min(lastPoll, timeLimit),
    firstStatusDeadline: lastPoll,
    immediate: true,
  });
  const result = await checkProject(api, job, polled);
  const isOver = result.kind === 'not-found' || isFinished(result);
  // A wait sets no parameters, so it cannot tell whether another run has changed them.
  const outcome = { ...request, updates: [], callbackParameter: null };
  if (isOver || isEditorTest) {
    return toStepResult(api, job, result, outcome, { unfinished: { reason: 'editor-test' } });
  }
  if (clock.now() >= timeLimit) {
    if (request.onFailure === 'stop') {
      throw new StepError('wait-timeout', { job: job.id, minutes: timeoutMinutes });
    }
    const unfinished = { reason: 'wait-timeout', minutes: timeoutMinutes } as const;
    return toStepResult(api, job, result, outcome, { unfinished });
  }
  if (since === null) throw new StepError('wait-start-unknown', { job: job.id });
  throw new StepError('waiting-for-job', {
    job: job.id,
    isReported: result.kind === 'status',
    seconds: delaySeconds(clock.now() - since, timeLimit - clock.now()),
  });
}

/** The delay before the next perform: as the poll schedule has it, within bounds, and no later than the end. */
export function delaySeconds(age: number, remaining: number): number {
  const wanted = Math.ceil(pollInterval(age) / 1000);
  const bounded = Math.min(Math.max(wanted, SHORTEST_DELAY_S), LONGEST_DELAY_S);
  return Math.max(SHORTEST_DELAY_S, Math.min(bounded, Math.ceil(remaining / 1000)));
}

/** Epoch milliseconds from which the wait counts, or null where the cache does not say. */
async function waitingSince(
  z: ZObject,
  { clock }: Runtime,
  connection: Connection,
  { job, timeoutMinutes }: WaitRequest,
): Promise<number | null> {
  const now = clock.now();
  // A start that lies ahead would have each perform count anew.
  if (job.startedAt !== null && job.startedAt <= now) return job.startedAt;
  const cache = createStepCache(z, clock);
  const key = `wait:${stableHash([connection.identity, job.project.segments, job.id])}`;
  try {
    await cache.acquire(key, now, timeoutMinutes * 60 + REMEMBERED_SPARE_S);
    const since = schema.number().safeParse(await cache.get(key));
    return since.success ? Math.min(since.data, now) : null;
  } catch (error) {
    if (error instanceof CacheUnavailableError) return null;
    throw error;
  }
}
