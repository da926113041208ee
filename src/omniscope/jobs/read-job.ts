import * as z from 'zod/mini';
import { workflowApi } from '../addresses.ts';
import { type Api, type ApiAnswer, call, retryAfter } from '../api.ts';
import { Problem } from '../problem.ts';
import { encodeSegment, type ProjectPath } from '../project-path.ts';
import { TransportFailure } from '../transport.ts';
import type { Job, JobReading } from './job.ts';

/**
 * What one look at a job gave. `unknown`: the server answered that it has no such job; `certain`
 * when it said so of the job itself (JOB_NOT_FOUND), not only that there is nothing at the address.
 * `silent`: nothing that tells anything; look again, after `retryAfterMs` where the server asked so.
 */
export type JobLook =
  | { kind: 'reading'; reading: JobReading }
  | { kind: 'unknown'; certain: boolean }
  | { kind: 'silent'; retryAfterMs: number; problem: Problem };

/**
 * The state endpoint has two names in Visokio's own sources: `status/{id}` in the specification,
 * `job/{id}/state` in all shipped code. The first is tried first; whichever answers is kept.
 */
const FORMS = {
  status: (id: string) => `status/${encodeSegment(id)}`,
  'job-state': (id: string) => `job/${encodeSegment(id)}/state`,
};
type Form = keyof typeof FORMS;

const NO_SUCH_JOB = 'JOB_NOT_FOUND';

/** What has been learned about where a job's state is found; kept by the caller between looks. */
export interface StateEndpoint {
  form: Form | null;
  project: ProjectPath | null;
}

const readingSchema = z.object({
  jobState: z.string().check(z.minLength(1)),
  executionTime: z.optional(z.nullable(z.union([z.number(), z.string()]))),
  errorType: z.optional(z.nullable(z.string())),
  errorMessage: z.optional(z.nullable(z.string())),
});

/**
 * Looks once at a job's state. For a lambda execution the lambda project is asked first and, where
 * it is not there (any more), the original project: fact for 404, and the older sources use the
 * original alone.
 *
 * @throws Problem job-unreadable when the permission to read it is missing
 */
export async function readJob(api: Api, job: Job, endpoint: StateEndpoint): Promise<JobLook> {
  const original = { project: job.project, isLast: true };
  const places =
    job.lambdaProject === null || endpoint.project === job.project
      ? [original]
      : [{ project: job.lambdaProject, isLast: false }, original];
  let look: JobLook = { kind: 'unknown', certain: false };
  for (const { project, isLast } of places) {
    look = await readAt(api, job, project, isLast, endpoint);
    if (look.kind === 'reading') endpoint.project = project;
    if (look.kind !== 'unknown') return look;
  }
  return look;
}

async function readAt(
  api: Api,
  job: Job,
  project: ProjectPath,
  isLast: boolean,
  endpoint: StateEndpoint,
): Promise<JobLook> {
  const forms: Form[] = endpoint.form === null ? ['status', 'job-state'] : [endpoint.form];
  let look: JobLook = { kind: 'unknown', certain: false };
  for (const form of forms) {
    const url = workflowApi(api.server, project, FORMS[form](job.id));
    const answer = await call(api, { method: 'GET', url }).catch((error) => {
      if (error instanceof TransportFailure) return error;
      throw error;
    });
    if (answer instanceof TransportFailure) {
      const { host } = api.server;
      const problem = new Problem('unreachable', { host, reason: answer.reason });
      return { kind: 'silent', retryAfterMs: 0, problem };
    }
    // The hidden folder of lambda projects may have permissions of its own; the original decides.
    if (answer.status === 403 && !isLast) return { kind: 'unknown', certain: false };
    look = interpret(api, job, answer);
    if (!isOtherForm(answer)) {
      if (look.kind !== 'silent') endpoint.form = form;
      return look;
    }
  }
  return look;
}

/**
 * Fact: 404, 405 or an answer that is not JSON may only mean that the endpoint has the other name.
 * JOB_NOT_FOUND is the endpoint's own word.
 */
function isOtherForm({ status, body }: ApiAnswer): boolean {
  if (status === 429 || status >= 500) return false;
  if (body.failure?.errorType === NO_SUCH_JOB) return false;
  return status === 404 || status === 405 || body.form !== 'json';
}

function interpret(api: Api, job: Job, answer: ApiAnswer): JobLook {
  const { status, body } = answer;
  const { host } = api.server;
  const { success, data } = readingSchema.safeParse(body.json);
  if (status < 300 && success) {
    return {
      kind: 'reading',
      reading: {
        jobState: data.jobState,
        executionTime: data.executionTime ?? null,
        errorType: data.errorType || null,
        errorMessage: data.errorMessage || null,
      },
    };
  }
  if (body.failure?.errorType === NO_SUCH_JOB) return { kind: 'unknown', certain: true };
  if (status === 403) {
    throw new Problem('job-unreadable', {
      job: job.id,
      permission: 'Workflow Execution via APIs',
    });
  }
  if (status === 404 || status === 405) return { kind: 'unknown', certain: false };
  const silent = (problem: Problem, seconds: number | null = null): JobLook => ({
    kind: 'silent',
    retryAfterMs: (seconds ?? 0) * 1000,
    problem,
  });
  if (status === 429) {
    const retryAfterSeconds = retryAfter(api.clock, answer);
    return silent(new Problem('server-busy', { host, retryAfterSeconds }), retryAfterSeconds);
  }
  if (body.failure !== null) {
    return silent(new Problem('request-refused', { action: 'read', words: body.words }));
  }
  if (status >= 400) return silent(new Problem('server-failed', { host, status }));
  const found =
    status >= 300 ? 'a redirect' : body.form === 'html' ? 'a web page' : 'an unknown answer';
  return silent(new Problem('not-an-omniscope-api', { host, found }));
}
