import type { Api } from '../api.ts';
import { OmniscopeError } from '../errors.ts';
import { createDoubts } from './doubts.ts';
import { type EndpointCache, fetchJobStatus } from './fetch-job-status.ts';
import type { Job } from './job.ts';
import { isFinished, noStatus, type PollResult } from './poll-result.ts';
import { FIRST_POLL_MS, pollInterval } from './poll-schedule.ts';

export interface PollOptions {
  /** Epoch milliseconds from which the job's age counts. */
  startedAt: number;
  /** No poll begins after this time (epoch milliseconds). */
  deadline: number;
  /** Until then it goes on where no state has been read by the deadline, since one response is no proof. */
  firstStatusDeadline?: number;
  /** The first poll is made right away, even where time is up. */
  immediate?: boolean;
}

/** While it is in doubt whether the server knows the job, it is asked at this interval. */
const DOUBT_INTERVAL_MS = 2_000;

/** While no state has been read at all, even that of an old job is asked for at this interval. */
const FIRST_STATUS_INTERVAL_MS = 5_000;

/** A server is asked no more than once a second, however many places a poll has to try. */
const REQUEST_INTERVAL_MS = 1_000;

/**
 * Polls a job until it has finished, is confirmed to be unknown to the server, or time is up. Responses that
 * say nothing of the job (429, 5xx, a broken connection, a timeout, a web page) are waited out.
 *
 * @returns the last status read, `running` where time was up first; `not-found`; or `no-status` where none
 *   could be read
 * @throws OmniscopeError job-status-forbidden; anything the transport throws of its own, such as the demand
 *   of a platform for a fresh token
 */
export async function pollJob(api: Api, job: Job, options: PollOptions): Promise<PollResult> {
  const { clock } = api;
  const endpoint: EndpointCache = { path: null, project: null };
  const doubts = createDoubts();
  let last: PollResult = noStatus(
    new OmniscopeError('unreachable', { host: api.server.host, reason: 'timeout' }),
  );
  let mayPoll = options.immediate === true;
  let next = clock.now() + (mayPoll ? 0 : FIRST_POLL_MS);

  for (;;) {
    const { deadline, firstStatusDeadline = deadline } = options;
    const end = last.kind === 'no-status' ? Math.max(deadline, firstStatusDeadline) : deadline;
    if (next > end && !mayPoll) return last;
    mayPoll = false;
    await clock.sleep(next - clock.now());
    const polledAt = clock.now();
    const wasRead = endpoint.project !== null;
    const { requests, ...result } = await fetchJobStatus(api, job, endpoint);
    const age = polledAt - options.startedAt;
    const pause = requests > 1 ? requests * REQUEST_INTERVAL_MS : 0;

    if (result.kind === 'status') last = result;
    if (isFinished(result)) return result;
    const doubt = doubts.add(result, polledAt, age, wasRead);
    if (doubt === 'confirmed') {
      if (result.kind === 'no-status') throw result.error;
      return result;
    }
    if (doubt === 'doubtful') {
      // Not by the job's age: a step that waits for a long one has no more time than any other.
      next = polledAt + Math.max(DOUBT_INTERVAL_MS, pause);
      continue;
    }
    next = polledAt + pollInterval(age);
    if (result.kind === 'no-status') {
      if (last.kind === 'no-status') {
        last = result;
        next = Math.min(next, polledAt + FIRST_STATUS_INTERVAL_MS);
      }
      next = Math.max(next, polledAt + pause, clock.now() + result.retryAfterMs);
    }
  }
}
