import { type Api, type ApiResponse, request } from '../api.ts';
import type { OmniscopeError } from '../errors.ts';
import { toReadError } from '../http/network-error.ts';
import { NetworkError } from '../http/transport.ts';
import { encodeSegment, type ProjectPath } from '../paths.ts';
import { workflowApiUrl } from '../urls.ts';
import type { Job } from './job.ts';
import {
  isConclusive,
  isOtherEndpoint,
  noStatus,
  type PollResult,
  parseStatusResponse,
  statusForbidden,
} from './status-response.ts';

/**
 * The state endpoint has two names in Visokio's own sources: `status/{id}` in the specification,
 * `job/{id}/state` in all shipped code. The first is tried first; whichever answers is kept.
 */
const STATUS_PATHS = {
  status: (id: string) => `status/${encodeSegment(id)}`,
  'job-state': (id: string) => `job/${encodeSegment(id)}/state`,
};
type StatusPath = keyof typeof STATUS_PATHS;

/** What has been learned about where a job's state is found; kept by the caller between looks. */
export interface EndpointCache {
  form: StatusPath | null;
  project: ProjectPath | null;
}

/**
 * Where a job's state may be told, in the order of asking. A lambda execution is asked for at its copy
 * first and, where that is not there (any more), at the original: documented. A copy that is gone already is
 * ordinary, a server with the endpoint's other name is not, so the original comes before the other
 * name; and all shipped code that uses the other name asks the original alone.
 */
const LOOKUP_ORDER = [
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
 * @throws OmniscopeError job-status-forbidden when the permission to read it is missing
 */
export async function fetchJobStatus(
  api: Api,
  job: Job,
  endpoint: EndpointCache,
): Promise<PollResult & { requests: number }> {
  let copy = endpoint.project === job.project ? null : job.lambdaProject;
  let look: PollResult = { kind: 'unknown', certain: false };
  /** What the copy said in place of a state. Once it has told one, it is being torn down. */
  let excuse: OmniscopeError | null = null;
  let requests = 0;
  for (const { form, at } of LOOKUP_ORDER) {
    const project = at === 'copy' ? copy : job.project;
    if (project === null || (endpoint.form !== null && endpoint.form !== form)) continue;

    requests += 1;
    const answer = await answerOf(
      api,
      workflowApiUrl(api.server, project, STATUS_PATHS[form](job.id)),
    );
    if (answer instanceof NetworkError) {
      return { ...noStatus(toReadError(api.server.host, answer)), requests };
    }
    if (at === 'copy' && answer.status === 403) {
      // The hidden folder of lambda projects may have permissions of its own.
      copy = null;
      excuse = statusForbidden(job);
      continue;
    }
    const found = parseStatusResponse(api, job, answer);
    if (found.kind === 'reading') {
      Object.assign(endpoint, { form, project });
      return { ...found, requests };
    }
    // That there is no such job is for the original to say.
    if (at === 'original') look = found;
    if (isOtherEndpoint(answer)) continue;
    if (found.kind === 'silent') {
      if (at === 'original' || !isConclusive(answer.status)) return { ...found, requests };
      // The list of failures is not known (documented): a copy that is being opened or torn down has its own.
      excuse = found.problem;
      continue;
    }
    endpoint.form = form;
  }
  if (look.kind === 'unknown' && excuse !== null && endpoint.project === null) {
    look = noStatus(excuse);
  }
  return { ...look, requests };
}

/** A failure to reach the server is an answer as well: the job is not the worse for it. */
async function answerOf(api: Api, url: string): Promise<ApiResponse | NetworkError> {
  try {
    return await request(api, { method: 'GET', url });
  } catch (error) {
    if (error instanceof NetworkError) return error;
    throw error;
  }
}
