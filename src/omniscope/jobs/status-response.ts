/** What an answer of a job's state endpoint says, under either of its names. */
import * as z from 'zod/mini';
import type { Api, ApiResponse } from '../api.ts';
import { OmniscopeError } from '../errors.ts';
import { intermediaryError } from '../http/response-errors.ts';
import { parseRetryAfter } from '../http/retry-after.ts';
import { lazy } from '../lazy.ts';
import type { Job, JobStatus } from './job.ts';

/**
 * What one look at a job gave. `unknown`: the server answered that it has no such job; `certain`
 * when it said so of the job itself (JOB_NOT_FOUND), not only that there is nothing at the address.
 * `silent`: nothing that tells anything; look again, after `retryAfterMs` where the server asked so.
 */
export type PollResult =
  | { kind: 'reading'; reading: JobStatus }
  | { kind: 'unknown'; certain: boolean }
  | { kind: 'silent'; retryAfterMs: number; problem: OmniscopeError };

const NO_SUCH_JOB = 'JOB_NOT_FOUND';

/** The state is what counts: what stands beside it in a form that nobody knows is passed over. */
const readingSchema = lazy(() => {
  const text = z.catch(z.optional(z.nullable(z.string())), null);
  return z.object({
    jobState: z.string().check(z.minLength(1)),
    executionTime: z.catch(z.optional(z.nullable(z.union([z.number(), z.string()]))), null),
    errorType: text,
    errorMessage: text,
  });
});

/**
 * Documented: 404, 405 or an answer that is not JSON may only mean that the endpoint has the other name.
 * JOB_NOT_FOUND is the endpoint's own word.
 */
export function isOtherEndpoint({ status, body }: ApiResponse): boolean {
  if (!isConclusive(status)) return false;
  if (body.failure?.errorType === NO_SUCH_JOB) return false;
  return status === 404 || status === 405 || body.form !== 'json';
}

/**
 * Reads one answer of a state endpoint.
 *
 * @throws OmniscopeError job-status-forbidden on a 403
 */
export function parseStatusResponse(api: Api, job: Job, answer: ApiResponse): PollResult {
  const { status, body, source } = answer;
  const { host } = api.server;
  const { success, data } = readingSchema().safeParse(body.json);
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
  if (source.from === 'intermediary' && status !== 429) {
    return noStatus(intermediaryError(host, source.intermediary));
  }
  if (status === 403) throw statusForbidden(job);
  if (status === 404 || status === 405) return { kind: 'unknown', certain: false };
  if (status === 429) {
    const retryAfterSeconds = parseRetryAfter(api.clock, answer);
    const busy = new OmniscopeError('server-busy', { host, retryAfterSeconds });
    return noStatus(busy, (retryAfterSeconds ?? 0) * 1000);
  }
  if (body.failure !== null) {
    return noStatus(
      new OmniscopeError('request-rejected', { action: 'read', serverMessage: body.serverMessage }),
    );
  }
  return status >= 400
    ? noStatus(new OmniscopeError('server-failed', { host, status }))
    : noStatus(intermediaryError(host, { found: 'other-json', status }));
}

/** Whether an answer says something of its own: not a server that is busy or broken. */
export const isConclusive = (status: number) => status !== 429 && status < 500;

export const noStatus = (problem: OmniscopeError, retryAfterMs = 0): PollResult => ({
  kind: 'silent',
  retryAfterMs,
  problem,
});

export function statusForbidden(job: Job): OmniscopeError {
  return new OmniscopeError('job-status-forbidden', {
    job: job.id,
    permission: 'Workflow Execution via APIs',
  });
}
