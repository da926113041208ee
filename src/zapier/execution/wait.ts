import type { Bundle, ZObject } from 'zapier-platform-core';
import * as schema from 'zod/mini';
import { assertProjectExists } from '../../omniscope/jobs/find-job.ts';
import type { Job } from '../../omniscope/jobs/job.ts';
import { pollInterval } from '../../omniscope/jobs/poll-schedule.ts';
import { watchJob } from '../../omniscope/jobs/watch-job.ts';
import { apiOf, type Connection, connectionOf } from '../connection.ts';
import { caseError } from '../errors/raise.ts';
import { fingerprint, MemoryUnavailable, memoryOf } from '../memory.ts';
import type { Runtime } from '../runtime.ts';
import { lastLook } from '../time-limits.ts';
import { type ExecutionResult, knowledgeOf } from './result.ts';
import { type SettleOptions, settle } from './settle.ts';

export interface WaitStep extends SettleOptions {
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
const MEMORY_SPARE_S = 3_600;

/**
 * Waits for a job for as long as it takes, by having the platform run the step again: within one
 * perform it polls, then it asks to be run again after a delay that grows with the job's age.
 *
 * The whole wait is bounded by the timeout from the job's start, by Zapier's clock alone; where the
 * start is not given, from the first perform of the step, which is remembered in Zapier's cache.
 */
export async function wait(
  z: ZObject,
  bundle: Bundle,
  runtime: Runtime,
  parse: (connection: Connection) => WaitStep,
): Promise<ExecutionResult> {
  const { clock } = runtime;
  const connection = connectionOf(bundle, runtime);
  const api = apiOf(z, connection, runtime);
  const step = parse(connection);
  const { job, timeoutMinutes } = step;
  const begun = clock.now();
  const since = await waitingSince(z, runtime, connection, step);
  const timeLimit = (since ?? begun) + timeoutMinutes * MINUTE_MS;
  const isEditorTest = bundle.meta?.isLoadingSample === true;

  const until = isEditorTest ? begun : Math.min(lastLook(api.deadline), timeLimit);
  const watched = await watchJob(api, job, { since: since ?? begun, until, lookAtOnce: true });
  if (watched.kind === 'lost' && !watched.certain) await assertProjectExists(api, job);
  if (watched.kind !== 'running' || isEditorTest) {
    return settle(z, api, job, knowledgeOf(watched), step);
  }
  if (clock.now() >= timeLimit) {
    throw caseError(z, 'waited-too-long', { job: job.id, minutes: timeoutMinutes });
  }
  if (since === null) throw caseError(z, 'wait-unbounded', { job: job.id });
  throw caseError(z, 'waiting-for-job', {
    job: job.id,
    seconds: delaySeconds(clock.now() - since, timeLimit - clock.now()),
  });
}

/** The delay before the next perform: as the poll schedule has it, within bounds, and no later than the end. */
export function delaySeconds(age: number, remaining: number): number {
  const wanted = Math.ceil(pollInterval(age) / 1000);
  const bounded = Math.min(Math.max(wanted, SHORTEST_DELAY_S), LONGEST_DELAY_S);
  return Math.max(SHORTEST_DELAY_S, Math.min(bounded, Math.ceil(remaining / 1000)));
}

/** Epoch milliseconds from which the wait counts, or null where nobody can say. */
async function waitingSince(
  z: ZObject,
  { clock }: Runtime,
  connection: Connection,
  { job, timeoutMinutes }: WaitStep,
): Promise<number | null> {
  const now = clock.now();
  if (job.startedAt !== null) return Math.min(job.startedAt, now);
  const memory = memoryOf(z, clock);
  const key = `wait:${fingerprint([connection.identity, job.project.segments, job.id])}`;
  try {
    await memory.claim(key, now, timeoutMinutes * 60 + MEMORY_SPARE_S);
    const since = schema.number().safeParse(await memory.get(key));
    return since.success ? Math.min(since.data, now) : null;
  } catch (error) {
    if (error instanceof MemoryUnavailable) return null;
    throw error;
  }
}
