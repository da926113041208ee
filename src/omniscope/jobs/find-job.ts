import type { Api } from '../api.ts';
import { hasCode } from '../errors.ts';
import { fetchParameters } from '../parameters.ts';
import { type EndpointCache, fetchJobStatus } from './fetch-job-status.ts';
import type { Job, JobStatus } from './job.ts';

/** One "no such job" may come from another node of the server (assumption); a second look decides. */
const SECOND_LOOK_MS = 1_000;

/**
 * Looks a job up. Null only where the server knows no such job.
 *
 * @throws OmniscopeError of whatever kept the server from saying so; project-not-found where the address
 *   leads to no project at all
 */
export async function findJob(api: Api, job: Job): Promise<JobStatus | null> {
  const endpoint: EndpointCache = { form: null, project: null };
  let look = await fetchJobStatus(api, job, endpoint);
  if (look.kind === 'unknown') {
    await api.clock.sleep(SECOND_LOOK_MS);
    look = await fetchJobStatus(api, job, endpoint);
  }
  if (look.kind === 'reading') return look.reading;
  if (look.kind === 'silent') throw look.problem;
  if (!look.certain) await assertProjectExists(api, job);
  return null;
}

/**
 * Tells "there is no such job" from "there is no such project", which both are a 404. A project whose
 * parameters may not be read exists all the same.
 *
 * @throws OmniscopeError project-not-found, and what else readParameters throws
 */
export async function assertProjectExists(api: Api, job: Job): Promise<void> {
  try {
    await fetchParameters(api, job.project);
  } catch (error) {
    if (!hasCode(error, 'forbidden')) throw error;
  }
}
