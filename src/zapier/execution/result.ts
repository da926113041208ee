import type { Job } from '../../omniscope/jobs/job.ts';
import { type JobStatus, UNKNOWN_STATE } from '../../omniscope/jobs/job-status.ts';
import type { PollResult } from '../../omniscope/jobs/poll-result.ts';
import type { Parameter, ParameterValue } from '../../omniscope/parameters.ts';
import { formatPath, type ProjectPath } from '../../omniscope/paths.ts';
import type { ServerUrl } from '../../omniscope/server-url.ts';
import { projectPageUrl } from '../../omniscope/urls.ts';

/**
 * The one result of every execution. The same keys always, whatever happened. (A type rather than an
 * interface: the platform's types want an index signature, which only a type gives by itself.)
 */
export type ExecutionResult = {
  id: string;
  job_id: string;
  job_state: string;
  finished: boolean;
  succeeded: boolean;
  execution_time: number | string | null;
  started_at: string | null;
  project_path: string;
  project_url: string;
  lambda_project_path: string | null;
  lambda_project_url: string | null;
  error_type: string | null;
  error_message: string | null;
  message: string;
  parameters: Record<string, ParameterValue> | null;
};

/** @param result what is known of the job; null where nothing was asked yet */
export function executionResult(
  server: ServerUrl,
  job: Job,
  result: PollResult | null,
  parameters: readonly Parameter[] | null,
  message: string = messageFor(result),
): ExecutionResult {
  const status = result?.kind === 'status' ? result.status : null;
  const phase = status?.phase ?? 'running';
  return {
    id: job.id,
    job_id: job.id,
    job_state: status?.state ?? UNKNOWN_STATE,
    finished: result?.kind === 'not-found' || phase !== 'running',
    succeeded: phase === 'succeeded',
    execution_time: status?.executionTime ?? null,
    started_at: job.startedAt === null ? null : new Date(job.startedAt).toISOString(),
    project_path: formatPath(job.project),
    project_url: projectPageUrl(server, job.project),
    lambda_project_path: textOrNull(job.lambdaProject),
    lambda_project_url: job.lambdaProject && projectPageUrl(server, job.lambdaProject),
    error_type: status?.error?.type ?? null,
    error_message: status?.error?.message ?? null,
    message,
    parameters:
      parameters && Object.fromEntries(parameters.map(({ name, value }) => [name, value])),
  };
}

/** One sentence for a person. */
function messageFor(result: PollResult | null): string {
  if (result?.kind === 'not-found') {
    return 'The server no longer knows this job, so its outcome is unknown.';
  }
  return result?.kind === 'status' ? messageForStatus(result.status) : NO_STATUS;
}

function messageForStatus({ phase, error }: JobStatus): string {
  switch (phase) {
    case 'succeeded':
      return 'The workflow finished successfully.';
    case 'failed':
      return error?.message ? `The workflow failed: ${error.message}` : 'The workflow failed.';
    case 'cancelled':
      return 'The workflow was cancelled in Omniscope.';
    case 'running':
      return STILL_RUNNING;
  }
}

const STILL_RUNNING =
  'The workflow is still running: add a "Wait for Execution" step with this job ID to get its outcome.';

const NO_STATUS =
  'The server has not told yet how this run is doing: add a "Wait for Execution" step with this job ID to get its outcome.';

function textOrNull(path: ProjectPath | null): string | null {
  return path && formatPath(path);
}
