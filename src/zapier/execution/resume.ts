import * as schema from 'zod/mini';
import type { Api } from '../../omniscope/api.ts';
import { isTokenExpired } from '../../omniscope/errors.ts';
import type { Job } from '../../omniscope/jobs/job.ts';
import { pollJob } from '../../omniscope/jobs/poll-job.ts';
import { isFinished, type PollResult } from '../../omniscope/jobs/poll-result.ts';
import { lazy } from '../../omniscope/lazy.ts';
import { parseProjectPath, parseServerPath } from '../../omniscope/paths.ts';
import type { ServerUrl } from '../../omniscope/server-url.ts';
import { StepError } from '../errors/error-codes.ts';
import type { StepContext } from '../operation/step-context.ts';
import { hideCallbackUrl } from '../output/callback-url.ts';
import { postedOutput } from '../output/run-output.ts';
import { pollDeadline } from '../platform/deadlines.ts';
import { callbackRunOf, keptPost } from './callback.ts';
import { type ExecutionRequest, recordsOf } from './execute.ts';
import type { ExecutionResult } from './result.ts';
import { toStepResult } from './step-result.ts';

/** What `execute` returned before the step was held; ours, and checked all the same. */
const heldSchema = lazy(() =>
  schema.object({
    job_id: schema.string(),
    project_path: schema.string(),
    lambda_project_path: schema.nullable(schema.string()),
    started_at: schema.nullable(schema.string()),
  }),
);

/** The first intervals of the schedule are for jobs that take no time at all. */
const JUST_BEGUN_MS = 500;

/**
 * Continues after a post to the callback URL. Anyone who knows the URL may post there, so the post
 * decides nothing about the outcome: the job's state is read again from the server, with the
 * connection's own token. The block that posts runs inside the job, so the job's end is waited for.
 */
export async function resume(
  step: StepContext,
  request: ExecutionRequest,
): Promise<ExecutionResult> {
  const { api, bundle } = step;
  const job = heldJob(bundle.outputData, step.server);
  const posted = postedOutput(bundle.cleanedRequest, api.secrets);
  const { updates } = request.parameters;
  try {
    const polled = await pollHeldJob(api, job);
    const result = await hideCallbackUrl(api, job, request.callbackParameter, polled);
    const isOver = result.kind === 'not-found' || isFinished(result);
    if (!isOver && request.onFailure === 'stop') {
      throw new StepError('called-back-early', { job: job.id });
    }
    const unfinished = { reason: 'called-back-early' } as const;
    return await toStepResult(api, job, result, { ...request, updates }, { unfinished, posted });
  } catch (error) {
    if (!isTokenExpired(error)) throw error;
    // The platform may run the whole step again instead of its second half: it must find this job.
    const callback = { run: callbackRunOf(step), content: keptPost(bundle.cleanedRequest) };
    if (await recordsOf(step, request).save(job, callback)) throw error;
    // Asking for the callback URL has marked the step: to return would be to wait for another post.
    throw new StepError('cache-unavailable', { purpose: 'resume' });
  }
}

/** However old the job is: it ends now, and is polled as often as one that has just begun. */
function pollHeldJob(api: Api, job: Job): Promise<PollResult> {
  const startedAt = api.clock.now() - JUST_BEGUN_MS;
  return pollJob(api, job, { startedAt, deadline: pollDeadline(api.deadline), immediate: true });
}

function heldJob(outputData: unknown, server: ServerUrl): Job {
  const held = heldSchema().parse(outputData);
  return {
    id: held.job_id,
    project: parseProjectPath(held.project_path, server),
    lambdaProject:
      held.lambda_project_path === null ? null : parseServerPath(held.lambda_project_path),
    startedAt: held.started_at === null ? null : Date.parse(held.started_at),
  };
}
