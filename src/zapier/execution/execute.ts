import type { Bundle, ZObject } from 'zapier-platform-core';
import type { Api } from '../../omniscope/api.ts';
import type { Job } from '../../omniscope/jobs/job.ts';
import { readJob } from '../../omniscope/jobs/read-job.ts';
import { watchJob } from '../../omniscope/jobs/watch-job.ts';
import type { ParameterUpdate } from '../../omniscope/parameters.ts';
import type { ProjectPath } from '../../omniscope/project-path.ts';
import { apiOf, type Connection, connectionOf, requireTokenLife } from '../connection.ts';
import { caseError } from '../errors/raise.ts';
import { MemoryUnavailable, memoryOf } from '../memory.ts';
import type { Runtime } from '../runtime.ts';
import { lastLook, lastWord } from '../time-limits.ts';
import { isRefreshAuthError } from '../transport.ts';
import { callbackUpdate, overruledBy } from './callback.ts';
import { type ExecutionResult, executionResult, type Knowledge, knowledgeOf } from './result.ts';
import { isOver, resultWithoutParameters, type SettleOptions, settle } from './settle.ts';
import { startNotes } from './start-notes.ts';

/** A step that starts a job, its input parsed. */
export interface ExecutionStep extends SettleOptions {
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
  const connection = connectionOf(bundle, runtime);
  const api = apiOf(z, connection, runtime);
  const step = parse(connection);
  requireTokenLife(z, connection, runtime.clock.now());

  const isEditorTest = bundle.meta?.isLoadingSample === true;
  const notes = startNotes({
    memory: (until) => memoryOf(z, runtime.clock, until),
    clock: runtime.clock,
    connection,
    run: {
      operation: step.operation,
      zap: bundle.meta?.zap?.id ?? '',
      isEditorTest,
      inputData: bundle.inputData,
    },
    project: step.project,
    leaveBy: lastWord(api.deadline),
    random: () => runtime.randomHex(8),
  });
  const started = await notes.take().catch((error) => {
    throw error instanceof MemoryUnavailable
      ? caseError(z, 'memory-unavailable', { effect: 'start' })
      : error;
  });
  // An editor test is never resumed, so there it has to be polling.
  const callback = isEditorTest ? null : step.callbackParameter;
  const callbackUpdates =
    started === null && callback !== null
      ? [await callbackUpdate(z, api, step.project, callback)]
      : [];
  const job = started ?? (await step.start(api, overruledBy(callbackUpdates, step.updates)));
  if (callback !== null) {
    return executionResult(api.server, job, { kind: 'unheard' }, null, WAITING_FOR_CALLBACK);
  }

  let knowledge: Knowledge = { kind: 'unheard' };
  try {
    knowledge = step.wait ? await watch(api, job) : await lookOnce(api, job);
    return await settle(z, api, job, knowledge, step);
  } catch (error) {
    if (!isRefreshAuthError(error)) throw error;
    // From here on a rerun would start a second job, unless it finds a note about this one.
    if (await notes.leave(job)) throw error;
    if (isOver(knowledge)) return resultWithoutParameters(api.server, job, knowledge);
    return executionResult(api.server, job, knowledge, null, TOKEN_EXPIRED);
  }
}

const WAITING_FOR_CALLBACK = 'The workflow is running; this step goes on when it posts to Zapier.';
const TOKEN_EXPIRED =
  'The access expired while the workflow was running, and it was not started again: add a "Wait for Execution" step to get its outcome.';

async function watch(api: Api, job: Job): Promise<Knowledge> {
  const until = lastLook(api.deadline);
  const since = job.startedAt ?? api.clock.now();
  return knowledgeOf(await watchJob(api, job, { since, until }));
}

/** Without waiting, one look gives the result its state. */
async function lookOnce(api: Api, job: Job): Promise<Knowledge> {
  const look = await readJob(api, job, { form: null, project: null });
  return look.kind === 'reading' ? { kind: 'read', reading: look.reading } : { kind: 'unheard' };
}
