/** What a response of a job's state endpoint says, under either of its names. */
import type { Api, ApiResponse } from '../api.ts';
import { hasCode, OmniscopeError } from '../errors.ts';
import { forbiddenError, intermediaryError } from '../http/response-errors.ts';
import { parseRetryAfter } from '../http/retry-after.ts';
import { createSanitizer } from '../http/sanitize-message.ts';
import type { Job } from './job.ts';
import { parseJobStatus } from './job-status.ts';
import { noStatus, type PollResult, statusForbidden } from './poll-result.ts';

const NO_SUCH_JOB = 'JOB_NOT_FOUND';

/**
 * Documented: 404, 405 or a response that is not JSON may only mean that the endpoint has the other name
 * (docs/server-facts.md, "status-endpoint"). JOB_NOT_FOUND comes from the endpoint itself.
 */
export function isOtherEndpoint({ status, body }: ApiResponse): boolean {
  if (!isConclusive(status) || status === 403) return false;
  if (body.failure?.type === NO_SUCH_JOB) return false;
  return status === 404 || status === 405 || body.form !== 'json';
}

/**
 * Reads one response of a state endpoint. A web page says nothing of the job, whatever its status; any other
 * 404 or 405 says that there is nothing at the address.
 *
 * @param wasRead whether the job's state has been read before: then a 403 without an `errorType` is no more
 *   than a doubt, given as `no-status`
 * @throws OmniscopeError job-status-forbidden; forbidden where the connection has not asked for the API's scope
 */
export function parseStatusResponse(
  api: Api,
  job: Job,
  response: ApiResponse,
  wasRead: boolean,
): PollResult {
  const { status, body, source } = response;
  const { host } = api.server;
  const jobStatus = status < 300 ? parseJobStatus(body, createSanitizer(api.secrets)) : null;
  if (jobStatus !== null) return { kind: 'status', status: jobStatus };
  if (body.failure?.type === NO_SUCH_JOB) {
    return { kind: 'not-found', evidence: 'job-not-found' };
  }
  if (status === 429) {
    const retryAfterSeconds = parseRetryAfter(api.clock, response);
    const busy = new OmniscopeError('server-busy', { host, retryAfterSeconds });
    return noStatus(busy, (retryAfterSeconds ?? 0) * 1000);
  }
  const isPage = body.form === 'html';
  if (!isPage && (status === 404 || status === 405)) {
    return { kind: 'not-found', evidence: body.failure?.type ? 'failure' : 'bare-status' };
  }
  if (!isPage && status === 403 && wasRead && !body.failure?.type) {
    return noStatus(statusForbidden(job));
  }
  if (source.from === 'intermediary') return noStatus(intermediaryError(host, source.intermediary));
  if (status === 403) {
    const forbidden = forbiddenError(api, response, 'Workflow Execution via APIs');
    // A connection for projects only cannot have started the job; what it lacks is the scope.
    const isExcluded = hasCode(forbidden, 'forbidden') && forbidden.details.scopeExcluded;
    throw isExcluded ? forbidden : statusForbidden(job);
  }
  if (body.failure !== null || (status >= 400 && status < 500)) {
    const { serverMessage } = body;
    return noStatus(new OmniscopeError('request-rejected', { action: 'read', serverMessage }));
  }
  return status >= 400
    ? noStatus(new OmniscopeError('server-failed', { host, status }))
    : noStatus(intermediaryError(host, { found: 'other-json', status }));
}

/** Whether a response says something of its own: not a server that is busy or broken. */
export const isConclusive = (status: number) => status !== 429 && status < 500;
