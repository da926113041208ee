import * as z from 'zod/mini';
import { workflowApi } from '../addresses.ts';
import { type Api, type ApiAnswer, call, retryAfter, unreachable } from '../api.ts';
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

/** The state is what counts: what stands beside it in a form that nobody knows is passed over. */
const text = z.catch(z.optional(z.nullable(z.string())), null);
const readingSchema = z.object({
  jobState: z.string().check(z.minLength(1)),
  executionTime: z.catch(z.optional(z.nullable(z.union([z.number(), z.string()]))), null),
  errorType: text,
  errorMessage: text,
});

/**
 * Where a job's state may be told, in the order of asking. A lambda execution is asked for at its copy
 * first and, where that is not there (any more), at the original: fact. A copy that is gone already is
 * ordinary, a server with the endpoint's other name is not, so the original comes before the other
 * name; and all shipped code that uses the other name asks the original alone.
 */
const PLACES = [
  { form: 'status', at: 'copy' },
  { form: 'status', at: 'original' },
  { form: 'job-state', at: 'original' },
  { form: 'job-state', at: 'copy' },
] as const;

/**
 * Looks once at a job's state: at one place after the other until one tells something. What has been
 * learned of the server is kept in `endpoint`.
 *
 * @returns the look, and how many requests it took
 * @throws Problem job-unreadable when the permission to read it is missing
 */
export async function readJob(
  api: Api,
  job: Job,
  endpoint: StateEndpoint,
): Promise<JobLook & { requests: number }> {
  let copy = endpoint.project === job.project ? null : job.lambdaProject;
  let look: JobLook = { kind: 'unknown', certain: false };
  /** What the copy said in place of a state. Once it has told one, it is being torn down. */
  let excuse: Problem | null = null;
  let requests = 0;
  for (const { form, at } of PLACES) {
    const project = at === 'copy' ? copy : job.project;
    if (project === null || (endpoint.form !== null && endpoint.form !== form)) continue;

    requests += 1;
    const answer = await answerOf(api, workflowApi(api.server, project, FORMS[form](job.id)));
    if (answer instanceof TransportFailure) {
      return { ...silent(unreachable(api.server.host, answer)), requests };
    }
    if (at === 'copy' && answer.status === 403) {
      // The hidden folder of lambda projects may have permissions of its own.
      copy = null;
      excuse = unreadable(job);
      continue;
    }
    const found = interpret(api, job, answer);
    if (found.kind === 'reading') {
      Object.assign(endpoint, { form, project });
      return { ...found, requests };
    }
    // That there is no such job is for the original to say.
    if (at === 'original') look = found;
    if (isOtherForm(answer)) continue;
    if (found.kind === 'silent') {
      if (at === 'original' || !isWell(answer.status)) return { ...found, requests };
      excuse = found.problem;
      continue;
    }
    endpoint.form = form;
  }
  if (look.kind === 'unknown' && excuse !== null && endpoint.project === null) {
    look = silent(excuse);
  }
  return { ...look, requests };
}

const isWell = (status: number) => status !== 429 && status < 500;

const silent = (problem: Problem, retryAfterMs = 0): JobLook => ({
  kind: 'silent',
  retryAfterMs,
  problem,
});

function unreadable(job: Job): Problem {
  return new Problem('job-unreadable', {
    job: job.id,
    permission: 'Workflow Execution via APIs',
  });
}

/** A failure to reach the server is an answer as well: the job is not the worse for it. */
async function answerOf(api: Api, url: string): Promise<ApiAnswer | TransportFailure> {
  try {
    return await call(api, { method: 'GET', url });
  } catch (error) {
    if (error instanceof TransportFailure) return error;
    throw error;
  }
}

/**
 * Fact: 404, 405 or an answer that is not JSON may only mean that the endpoint has the other name.
 * JOB_NOT_FOUND is the endpoint's own word.
 */
function isOtherForm({ status, body }: ApiAnswer): boolean {
  if (!isWell(status)) return false;
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
  if (status === 403) throw unreadable(job);
  if (status === 404 || status === 405) return { kind: 'unknown', certain: false };
  if (status === 429) {
    const retryAfterSeconds = retryAfter(api.clock, answer);
    const busy = new Problem('server-busy', { host, retryAfterSeconds });
    return silent(busy, (retryAfterSeconds ?? 0) * 1000);
  }
  if (body.failure !== null) {
    return silent(new Problem('request-refused', { action: 'read', words: body.words }));
  }
  if (status >= 400) return silent(new Problem('server-failed', { host, status }));
  const found =
    status >= 300 ? 'a redirect' : body.form === 'html' ? 'a web page' : 'an unknown answer';
  return silent(new Problem('not-an-omniscope-api', { host, found }));
}
