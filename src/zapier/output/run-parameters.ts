import type { Api } from '../../omniscope/api.ts';
import { OmniscopeError } from '../../omniscope/errors.ts';
import type { Job } from '../../omniscope/jobs/job.ts';
import { fetchParameters, type Parameter } from '../../omniscope/parameters.ts';

/**
 * The parameters of the project that a run has used: of its copy for an isolated run. Null where they
 * cannot be read, which changes nothing about the run.
 *
 * @throws anything but an OmniscopeError: the demand for a fresh token, above all
 */
export async function fetchRunParameters(api: Api, job: Job): Promise<Parameter[] | null> {
  try {
    return await fetchParameters(api, job.lambdaProject ?? job.project);
  } catch (error) {
    if (error instanceof OmniscopeError) return null;
    throw error;
  }
}
