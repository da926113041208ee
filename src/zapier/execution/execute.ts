import type { Bundle, ZObject } from 'zapier-platform-core';
import type { Api } from '../../omniscope/api.ts';
import { isTokenExpired } from '../../omniscope/errors.ts';
import { fetchJobStatus } from '../../omniscope/jobs/fetch-job-status.ts';
import type { Job } from '../../omniscope/jobs/job.ts';
import { pollJob } from '../../omniscope/jobs/poll-job.ts';
import type { ParameterUpdate } from '../../omniscope/parameters.ts';
import type { ProjectPath } from '../../omniscope/paths.ts';
import {
  type Connection,
  createApi,
  parseConnection,
  requireTokenLife,
} from '../auth/connection.ts';
import { toZapierError } from '../errors/to-zapier-error.ts';
import { cacheDeadline, pollDeadline } from '../platform/deadlines.ts';
import type { Runtime } from '../platform/runtime.ts';
import { CacheUnavailableError, createStepCache } from '../platform/step-cache.ts';
import { callbackUpdate, mergeUpdates } from './callback.ts';
import {
  type ExecutionResult,
  executionResult,
  type KnownStatus,
  toKnownStatus,
} from './result.ts';
import { createStartRecords } from './start-records.ts';
import {
  isFinished,
  type OutcomeOptions,
  resultWithoutParameters,
  toStepResult,
} from './step-result.ts';

/** A step that starts a job, its input parsed. */
export interface ExecutionStep extends OutcomeOptions {
  /** The operation's key. */
  operation: string;
  project: ProjectPath;
  wait: boolean;
  /** The TEXT parameter that takes the platform's callback URL, or null to poll. */
  callbackParameter: string | null;
  /** The parameters that the job is started with. */
  updates: readonly ParameterUpdate[];
  /** Sends the one request that starts the job, with these updates. */
  start(api: Api, updates: readonly ParameterUpdate[]): Promise<Job>;
}

/**
 * Runs one step that starts a job and sees it to its result: exactly one start, whatever happens on
 * the way. `parse` reads the input before anything is sent.
 */
export async function execute(
  z: ZObject,
  bundle: Bundle,
  runtime: Runtime,
  parse: (connection: Connection) => ExecutionStep,
): Promise<ExecutionResult> {
  const connection = parseConnection(bundle, runtime);
  const api = createApi(z, connection, runtime);
  const step = parse(connection);
  requireTokenLife(connection, runtime.clock.now());

  const isEditorTest = bundle.meta?.isLoadingSample === true;
  const notes = createStartRecords({
    cache: (until) => createStepCache(z, runtime.clock, until),
    clock: runtime.clock,
    connection,
    run: {
      operation: step.operation,
      zap: bundle.meta?.zap?.id ?? '',
      isEditorTest,
      inputData: bundle.inputData,
    },
    project: step.project,
    saveDeadline: cacheDeadline(api.deadline),
    random: () => runtime.randomHex(8),
  });
  const started = await notes.claim().catch((error) => {
    throw error instanceof CacheUnavailableError
      ? toZapierError(z, 'cache-unavailable', { effect: 'start' })
      : error;
  });
  // An editor test is never resumed, so there it has to be polling.
  const callback = isEditorTest ? null : step.callbackParameter;
  const callbackUpdates =
    started === null && callback !== null
      ? [await callbackUpdate(z, api, step.project, callback)]
      : [];
  const job = started ?? (await step.start(api, mergeUpdates(callbackUpdates, step.updates)));
  if (callback !== null) {
    return executionResult(api.server, job, { kind: 'unheard' }, null, WAITING_FOR_CALLBACK);
  }

  let knowledge: KnownStatus = { kind: 'unheard' };
  try {
    knowledge = step.wait ? await watch(api, job) : await lookOnce(api, job);
    return await toStepResult(z, api, job, knowledge, step);
  } catch (error) {
    if (!isTokenExpired(error)) throw error;
    // From here on a rerun would start a second job, unless it finds a note about this one.
    if (await notes.save(job)) throw error;
    if (isFinished(knowledge)) return resultWithoutParameters(api.server, job, knowledge);
    return executionResult(api.server, job, knowledge, null, TOKEN_EXPIRED);
  }
}

const WAITING_FOR_CALLBACK = 'The workflow is running; this step goes on when it posts to Zapier.';
const TOKEN_EXPIRED =
  'The access expired while the workflow was running, and it was not started again: add a "Wait for Execution" step to get its outcome.';

async function watch(api: Api, job: Job): Promise<KnownStatus> {
  const deadline = pollDeadline(api.deadline);
  const startedAt = job.startedAt ?? api.clock.now();
  return toKnownStatus(await pollJob(api, job, { startedAt, deadline }));
}

/** Without waiting, one look gives the result its state. */
async function lookOnce(api: Api, job: Job): Promise<KnownStatus> {
  const look = await fetchJobStatus(api, job, { form: null, project: null });
  return look.kind === 'reading' ? { kind: 'read', reading: look.reading } : { kind: 'unheard' };
}
