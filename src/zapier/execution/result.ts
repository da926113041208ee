import type { Job, JobStatus } from '../../omniscope/jobs/job.ts';
import { phaseOf, UNKNOWN_STATE } from '../../omniscope/jobs/job-status.ts';
import type { PollOutcome } from '../../omniscope/jobs/poll-job.ts';
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

/** What is known of a job when a step gives its result. */
export type KnownStatus =
  | { kind: 'read'; reading: JobStatus }
  | { kind: 'lost' }
  /** Nothing has been heard of the job yet. */
  | { kind: 'unheard' };

/** What a watch over a job has brought to light. */
export function toKnownStatus(watched: PollOutcome): KnownStatus {
  if (watched.kind === 'lost') return { kind: 'lost' };
  return watched.reading === null
    ? { kind: 'unheard' }
    : { kind: 'read', reading: watched.reading };
}

export function executionResult(
  server: ServerUrl,
  job: Job,
  knowledge: KnownStatus,
  parameters: readonly Parameter[] | null,
  message: string = messageFor(knowledge),
): ExecutionResult {
  const reading = knowledge.kind === 'read' ? knowledge.reading : null;
  const outcome = reading === null ? 'pending' : phaseOf(reading.jobState);
  return {
    id: job.id,
    job_id: job.id,
    job_state: reading?.jobState ?? UNKNOWN_STATE,
    finished: knowledge.kind === 'lost' || outcome !== 'pending',
    succeeded: outcome === 'succeeded',
    execution_time: reading?.executionTime ?? null,
    started_at: job.startedAt === null ? null : new Date(job.startedAt).toISOString(),
    project_path: formatPath(job.project),
    project_url: projectPageUrl(server, job.project),
    lambda_project_path: textOrNull(job.lambdaProject),
    lambda_project_url: job.lambdaProject && projectPageUrl(server, job.lambdaProject),
    error_type: reading?.errorType ?? null,
    error_message: reading?.errorMessage ?? null,
    message,
    parameters:
      parameters && Object.fromEntries(parameters.map(({ name, value }) => [name, value])),
  };
}

/** One sentence for a person. */
function messageFor(knowledge: KnownStatus): string {
  if (knowledge.kind === 'lost') {
    return 'The server no longer knows this job, so its outcome is unknown.';
  }
  if (knowledge.kind === 'unheard') return UNHEARD;
  switch (phaseOf(knowledge.reading.jobState)) {
    case 'succeeded':
      return 'The workflow finished successfully.';
    case 'failed':
      return knowledge.reading.errorMessage === null
        ? 'The workflow failed.'
        : `The workflow failed: ${knowledge.reading.errorMessage}`;
    case 'cancelled':
      return 'The workflow was cancelled in Omniscope.';
    case 'pending':
      return STILL_RUNNING;
  }
}

const STILL_RUNNING =
  'The workflow is still running: add a "Wait for Execution" step with this job ID to get its outcome.';

const UNHEARD =
  'The server has not told yet how this run is doing: add a "Wait for Execution" step with this job ID to get its outcome.';

function textOrNull(path: ProjectPath | null): string | null {
  return path && formatPath(path);
}
