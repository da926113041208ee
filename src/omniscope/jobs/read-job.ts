import { workflowApi } from '../addresses.ts';
import { type Api, type ApiAnswer, call, unreachable } from '../api.ts';
import type { Problem } from '../problem.ts';
import { encodeSegment, type ProjectPath } from '../project-path.ts';
import { TransportFailure } from '../transport.ts';
import type { Job } from './job.ts';
import {
  interpretState,
  isOtherForm,
  isWell,
  type JobLook,
  silent,
  unreadable,
} from './state-answer.ts';

/**
 * The state endpoint has two names in Visokio's own sources: `status/{id}` in the specification,
 * `job/{id}/state` in all shipped code. The first is tried first; whichever answers is kept.
 */
const FORMS = {
  status: (id: string) => `status/${encodeSegment(id)}`,
  'job-state': (id: string) => `job/${encodeSegment(id)}/state`,
};
type Form = keyof typeof FORMS;

/** What has been learned about where a job's state is found; kept by the caller between looks. */
export interface StateEndpoint {
  form: Form | null;
  project: ProjectPath | null;
}

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
    const found = interpretState(api, job, answer);
    if (found.kind === 'reading') {
      Object.assign(endpoint, { form, project });
      return { ...found, requests };
    }
    // That there is no such job is for the original to say.
    if (at === 'original') look = found;
    if (isOtherForm(answer)) continue;
    if (found.kind === 'silent') {
      if (at === 'original' || !isWell(answer.status)) return { ...found, requests };
      // The list of failures is not known (fact): a copy that is being opened or torn down has its own.
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

/** A failure to reach the server is an answer as well: the job is not the worse for it. */
async function answerOf(api: Api, url: string): Promise<ApiAnswer | TransportFailure> {
  try {
    return await call(api, { method: 'GET', url });
  } catch (error) {
    if (error instanceof TransportFailure) return error;
    throw error;
  }
}
