import type { Job } from '../../omniscope/jobs/job.ts';
import { type JobPhase, UNKNOWN_STATE } from '../../omniscope/jobs/job-status.ts';
import type { PollResult } from '../../omniscope/jobs/poll-result.ts';
import { formatPath } from '../../omniscope/paths.ts';
import type { ServerUrl } from '../../omniscope/server-url.ts';
import { projectPageUrl } from '../../omniscope/urls.ts';
import { NO_OUTPUT, type RunOutput } from '../output/run-output.ts';
import { messageFor, type Unfinished } from './messages.ts';

/**
 * The one result of every execution. The same keys always, whatever happened. (A type rather than an
 * interface: the platform's types want an index signature, which only a type gives by itself.)
 */
export type ExecutionResult = {
  id: string;
  job_id: string;
  job_state: string;
  /** A closed set to filter on. */
  outcome: JobPhase | 'unknown';
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
  parameters: RunOutput['parameters'];
  rows: RunOutput['rows'];
  posted: RunOutput['posted'];
};

interface ResultDetails {
  /** What to say of a run that has not finished. */
  unfinished?: Unfinished;
  output?: RunOutput;
}

/** @param result what is known of the job; null where nothing was asked yet */
export function executionResult(
  server: ServerUrl,
  job: Job,
  result: PollResult | null,
  details: ResultDetails = {},
): ExecutionResult {
  const { unfinished = { reason: 'time-over' }, output = NO_OUTPUT } = details;
  const status = result?.kind === 'status' ? result.status : null;
  const outcome = result?.kind === 'not-found' ? 'unknown' : (status?.phase ?? 'running');
  const copy = job.lambdaProject;
  return {
    id: job.id,
    job_id: job.id,
    job_state: status?.state ?? UNKNOWN_STATE,
    outcome,
    finished: outcome !== 'running',
    succeeded: outcome === 'succeeded',
    execution_time: status?.executionTime ?? null,
    started_at: job.startedAt === null ? null : new Date(job.startedAt).toISOString(),
    project_path: formatPath(job.project),
    project_url: projectPageUrl(server, job.project),
    lambda_project_path: copy && formatPath(copy),
    lambda_project_url: copy && projectPageUrl(server, copy),
    error_type: status?.error?.type ?? null,
    error_message: status?.error?.message ?? null,
    message: [messageFor(result, unfinished), ...output.notes].join(' '),
    parameters: output.parameters,
    rows: output.rows,
    posted: output.posted,
  };
}
