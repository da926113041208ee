/** `status/{jobId}` and `job/{jobId}/state`: one thing under two names, with slightly other keys. */
import type { Reply } from '../http/message.ts';
import { json, text } from '../http/replies.ts';
import { HttpError, workflowError } from './http-error.ts';
import type { Job } from './job.ts';
import type { Project } from './project.ts';
import type { Call } from './server-state.ts';

/** Documented: `{"jobState":"RUNNING","executionTime":12.5}`. */
export function jobStatus(call: Call, project: Project, jobId: string): Reply {
  const { assumptions, clock } = call.server;
  const now = clock.now();
  const job = find(call, project, jobId, now);
  const ms = job.executionTime(now);
  return json(200, {
    jobState: job.state(now),
    executionTime: assumptions.executionTimeUnit === 'seconds' ? ms / 1000 : ms,
    ...(assumptions.statusNamesErrors ? problemOf(job) : {}),
  });
}

/** Documented: `{"jobState", "errorType"?, "errorMessage"?}`. */
export function jobState(call: Call, project: Project, jobId: string): Reply {
  const now = call.server.clock.now();
  const job = find(call, project, jobId, now);
  return json(200, { jobState: job.state(now), ...problemOf(job) });
}

function problemOf({ isOver, end }: Job) {
  if (!isOver || end === undefined) return {};
  const { errorType, errorMessage } = end;
  return { ...(errorType && { errorType }), ...(errorMessage && { errorMessage }) };
}

/** Documented: a job is known at its own project's path; a lambda's also at the original project's. */
function find(call: Call, project: Project, jobId: string, now: number): Job {
  const { executions, assumptions } = call.server;
  const { lambdaPolling, errorStatus } = assumptions;
  const job = executions.find(jobId, now, call.node);
  if (job?.request.kind === 'lambda') {
    const isCopy = project === job.request.project;
    if (isCopy && lambdaPolling === 'original-path') {
      throw new HttpError(text(404, `Project "/${project.path}" not found`));
    }
    if (isCopy || (project === job.request.original && lambdaPolling !== 'lambda-path')) return job;
  } else if (job?.request.project === project) {
    return job;
  }
  throw workflowError(errorStatus, 'JOB_NOT_FOUND', `No job with id "${jobId}"`);
}
