import * as schema from 'zod/mini';
import type { Job } from '../../omniscope/jobs/job.ts';
import { pollJob } from '../../omniscope/jobs/poll-job.ts';
import { isFinished } from '../../omniscope/jobs/poll-result.ts';
import { lazy } from '../../omniscope/lazy.ts';
import { parseProjectPath, parseServerPath } from '../../omniscope/paths.ts';
import type { ServerUrl } from '../../omniscope/server-url.ts';
import type { StepContext } from '../operation/step-context.ts';
import { type ExecutionResult, executionResult } from './result.ts';
import { type OutcomeOptions, toStepResult } from './step-result.ts';

/** What `execute` returned before the step was held; ours, and checked all the same. */
const heldSchema = lazy(() =>
  schema.object({
    job_id: schema.string(),
    project_path: schema.string(),
    lambda_project_path: schema.nullable(schema.string()),
    started_at: schema.nullable(schema.string()),
  }),
);

/**
 * How long a resumed step waits for a job to end: the block that posts runs inside the job, which
 * takes a moment more. A workflow that posts early gets an honest "still running".
 */
const LAST_BLOCK_MS = 20_000;

/** The first intervals of the schedule are for jobs that take no time at all. */
const JUST_BEGUN_MS = 500;

/**
 * Goes on after a post to the callback URL. Anybody may post there, so the post is a hint and no
 * more: the job's state is read again from the server, with the connection's own token.
 */
export async function resume(step: StepContext, options: OutcomeOptions): Promise<ExecutionResult> {
  const { api, bundle, runtime } = step;
  const job = heldJob(bundle.outputData, step.server);
  const now = runtime.clock.now();
  const result = await pollJob(api, job, {
    // However old the job is: it ends now, and is polled as often as one that has just begun.
    startedAt: now - JUST_BEGUN_MS,
    deadline: now + LAST_BLOCK_MS,
    immediate: true,
  });
  if (result.kind === 'not-found' || isFinished(result)) {
    return toStepResult(api, job, result, options);
  }
  return executionResult(api.server, job, result, null, CALLED_TOO_EARLY);
}

const CALLED_TOO_EARLY =
  'Zapier was called back, but the workflow is still running: add a "Wait for Execution" step with this job ID.';

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
