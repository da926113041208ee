import { type Api, type ApiResponse, request } from '../api.ts';
import type { OmniscopeError } from '../errors.ts';
import { toReadError } from '../http/network-error.ts';
import { NetworkError } from '../http/transport.ts';
import { encodeSegment, type ProjectPath } from '../paths.ts';
import { workflowApiUrl } from '../urls.ts';
import type { Job } from './job.ts';
import { noStatus, type PollResult, statusForbidden } from './poll-result.ts';
import { isConclusive, isOtherEndpoint, parseStatusResponse } from './status-response.ts';

/**
 * The state endpoint has two names in Visokio's own sources: `status/{id}` in the specification,
 * `job/{id}/state` in all shipped code. The first is tried first; the one that worked is kept
 * (docs/server-facts.md, "status-endpoint").
 */
const STATUS_PATHS = {
  status: (id: string) => `status/${encodeSegment(id)}`,
  'job-state': (id: string) => `job/${encodeSegment(id)}/state`,
};
type StatusPath = keyof typeof STATUS_PATHS;

/** The endpoint that worked; kept by the caller from one poll to the next. */
export interface EndpointCache {
  path: StatusPath | null;
  /** The project at which a state has been read. */
  project: ProjectPath | null;
}

/**
 * Where a job's state may be found, in order. Documented: a lambda execution is looked up at its copy
 * first and, where that is not there (any more), at the original. A copy that is gone already is
 * ordinary, a server with the endpoint's other name is not, so the original comes before the other
 * name; and all shipped code that uses the other name asks the original alone.
 */
const LOOKUP_ORDER = [
  { path: 'status', at: 'copy' },
  { path: 'status', at: 'original' },
  { path: 'job-state', at: 'original' },
  { path: 'job-state', at: 'copy' },
] as const;

/**
 * Polls a job's state once: at one place after the other until one gives it. Caches the endpoint that
 * worked in `endpoint`.
 *
 * @returns the result, and how many requests it took
 * @throws OmniscopeError job-status-forbidden when the permission to read it is missing
 */
export async function fetchJobStatus(
  api: Api,
  job: Job,
  endpoint: EndpointCache,
): Promise<PollResult & { requests: number }> {
  const wasRead = endpoint.project !== null;
  let copy = endpoint.project === job.project ? null : job.lambdaProject;
  let result: PollResult = { kind: 'not-found', evidence: 'bare-status' };
  /** What the copy said in place of a state. Once it has given one, it is being torn down. */
  let copyError: OmniscopeError | null = null;
  let requests = 0;
  for (const { path, at } of LOOKUP_ORDER) {
    const project = at === 'copy' ? copy : job.project;
    if (project === null || (endpoint.path !== null && endpoint.path !== path)) continue;

    requests += 1;
    const url = workflowApiUrl(api.server, project, STATUS_PATHS[path](job.id));
    const response = await requestStatus(api, url);
    if (response instanceof NetworkError) {
      return { ...noStatus(toReadError(api.server.host, response)), requests };
    }
    if (at === 'copy' && response.status === 403 && response.body.form !== 'html') {
      // The hidden folder of lambda projects may have permissions of its own.
      copy = null;
      copyError = statusForbidden(job);
      continue;
    }
    const found = parseStatusResponse(api, job, response, wasRead);
    if (found.kind === 'status') {
      Object.assign(endpoint, { path, project });
      return { ...found, requests };
    }
    // That there is no such job is for the original to say.
    if (at === 'original') result = found;
    if (isOtherEndpoint(response)) continue;
    if (found.kind === 'no-status') {
      if (at === 'original' || !isConclusive(response.status)) return { ...found, requests };
      // The failures that there are, are not documented: a copy that is being opened or torn down has its own.
      copyError = found.error;
      continue;
    }
    endpoint.path = path;
  }
  // Another node may know the job; a cookie leads to the one that has just been asked.
  if (result.kind === 'not-found') api.transport.forgetCookies?.();
  if (result.kind === 'not-found' && copyError !== null && !wasRead) result = noStatus(copyError);
  return { ...result, requests };
}

/** Failing to reach the server is a result as well: it does not affect the job. */
async function requestStatus(api: Api, url: string): Promise<ApiResponse | NetworkError> {
  try {
    return await request(api, { method: 'GET', url });
  } catch (error) {
    if (error instanceof NetworkError) return error;
    throw error;
  }
}
