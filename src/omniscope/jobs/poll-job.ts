import type { Api } from '../api.ts';
import { type EndpointCache, fetchJobStatus } from './fetch-job-status.ts';
import type { Job, JobStatus } from './job.ts';
import { phaseOf } from './job-status.ts';
import { FIRST_POLL_MS, pollInterval } from './poll-schedule.ts';

/**
 * How a watch ended. `ended`: the job reached a terminal state. `lost`: the server no longer knows
 * it. `running`: time is up first; `reading` is the last thing the server said, if anything.
 */
export type PollOutcome =
  | { kind: 'ended'; reading: JobStatus }
  | { kind: 'lost'; certain: boolean }
  | { kind: 'running'; reading: JobStatus | null };

export interface PollOptions {
  /** Epoch milliseconds from which the job's age counts. */
  startedAt: number;
  /** No look at the job begins after this time (epoch milliseconds). */
  deadline: number;
  /** A job that may have been running for long is looked at right away, even where time is up. */
  immediate?: boolean;
}

/**
 * One "no such job" proves nothing: another node of the server may have answered (assumption), and a
 * lambda project is torn down in steps. Three or more in a row do, over this time. A wait of hours gives
 * stray answers dozens of chances to come in a row, so an old job takes longer to be given up, which
 * still fits into one perform.
 */
const NOT_FOUND_CONFIRMATIONS = 3;
const NOT_FOUND_INTERVAL_MS = 2_000;
const NOT_FOUND_DURATION_MS = { young: 4_000, old: 18_000 };
const LONG_JOB_MS = 60_000;

/** A server is asked no more than once a second, however many places a look has to try. */
const REQUEST_INTERVAL_MS = 1_000;

/**
 * Polls a job until it ends, is lost, or time is up. Answers that tell nothing (429, 5xx, a broken
 * connection, a timeout, a web page) are waited out: they say nothing about the job.
 *
 * @throws OmniscopeError job-status-forbidden; anything the transport throws of its own, such as the demand of a
 *   platform for a fresh token
 */
export async function pollJob(api: Api, job: Job, watch: PollOptions): Promise<PollOutcome> {
  const { clock } = api;
  const endpoint: EndpointCache = { form: null, project: null };
  /** The latest looks in a row that found no such job, and when the first of them began. */
  let unknownLooks = 0;
  let unknownSince = 0;
  let reading: JobStatus | null = null;
  let mayLook = watch.immediate === true;
  let next = clock.now() + (mayLook ? 0 : FIRST_POLL_MS);

  for (;;) {
    if (next > watch.deadline && !mayLook) return { kind: 'running', reading };
    mayLook = false;
    await clock.sleep(next - clock.now());
    const lookedAt = clock.now();
    const look = await fetchJobStatus(api, job, endpoint);
    const age = lookedAt - watch.startedAt;
    const pause = look.requests > 1 ? look.requests * REQUEST_INTERVAL_MS : 0;

    if (look.kind === 'unknown') {
      if (unknownLooks === 0) unknownSince = lookedAt;
      unknownLooks += 1;
      const needed = age > LONG_JOB_MS ? NOT_FOUND_DURATION_MS.old : NOT_FOUND_DURATION_MS.young;
      if (unknownLooks >= NOT_FOUND_CONFIRMATIONS && lookedAt - unknownSince >= needed) {
        return { kind: 'lost', certain: look.certain };
      }
      // Not by the job's age: a step that waits for an old one has no more time than any other.
      next = lookedAt + Math.max(NOT_FOUND_INTERVAL_MS, pause);
      continue;
    }
    unknownLooks = 0;
    next = lookedAt + pollInterval(age);
    if (look.kind === 'silent') {
      next = Math.max(next, lookedAt + pause, clock.now() + look.retryAfterMs);
      continue;
    }
    reading = look.reading;
    if (phaseOf(reading.jobState) !== 'pending') return { kind: 'ended', reading };
  }
}
