import type { Api } from '../api.ts';
import { hasCode, OmniscopeError } from '../errors.ts';
import { fetchParameters } from '../parameters.ts';
import { type EndpointCache, fetchJobStatus } from './fetch-job-status.ts';
import type { Job } from './job.ts';
import type { JobStatus } from './job-status.ts';
import { noStatus, type PollResult } from './poll-result.ts';

/** Assumption: one "no such job" may come from another node of the server; a second poll decides. */
const SECOND_POLL_MS = 1_000;

/**
 * Finds a job. Null only where the server knows no such job.
 *
 * @throws OmniscopeError of whatever kept the server from saying so; project-not-found where the address
 *   leads to no project at all
 */
export async function findJob(api: Api, job: Job): Promise<JobStatus | null> {
  const endpoint: EndpointCache = { path: null, project: null };
  let result: PollResult = await fetchJobStatus(api, job, endpoint);
  if (result.kind === 'not-found') {
    await api.clock.sleep(SECOND_POLL_MS);
    result = await fetchJobStatus(api, job, endpoint);
  }
  result = await checkProject(api, job, result);
  if (result.kind === 'no-status') throw result.error;
  return result.kind === 'status' ? result.status : null;
}

/**
 * Tells "there is no such job" from "there is no such project", which both are a 404. A project whose
 * parameters may not be read exists all the same.
 *
 * @returns the same result, or `no-status` where the server does not say whether there is such a project
 * @throws OmniscopeError project-not-found; anything the transport throws of its own
 */
export async function checkProject(api: Api, job: Job, result: PollResult): Promise<PollResult> {
  if (result.kind !== 'not-found' || result.evidence === 'job-not-found') return result;
  try {
    await fetchParameters(api, job.project);
  } catch (error) {
    if (hasCode(error, 'forbidden')) return result;
    if (!(error instanceof OmniscopeError) || hasCode(error, 'project-not-found')) throw error;
    return noStatus(error);
  }
  return result;
}
