import type { Api } from '../api.ts';
import type { Job, JobReading } from './job.ts';
import { outcomeOf } from './job-state.ts';
import { FIRST_POLL_MS, pollInterval } from './poll-schedule.ts';
import { readJob, type StateEndpoint } from './read-job.ts';

/**
 * How a watch ended. `ended`: the job reached a terminal state. `lost`: the server no longer knows
 * it. `running`: time is up first; `reading` is the last thing the server said, if anything.
 */
export type WatchResult =
  | { kind: 'ended'; reading: JobReading }
  | { kind: 'lost'; certain: boolean }
  | { kind: 'running'; reading: JobReading | null };

export interface Watch {
  /** Epoch milliseconds from which the job's age counts. */
  since: number;
  /** No look at the job begins after this time (epoch milliseconds). */
  until: number;
  /** A job that may have been running for long is looked at right away, even where time is up. */
  lookAtOnce?: boolean;
}

/**
 * One "no such job" proves nothing: another node of the server may have answered (inferred), and a
 * lambda project is torn down in steps. Three or more in a row do, over this time. A wait of hours gives
 * stray answers dozens of chances to come in a row, so an old job takes longer to be given up, which
 * still fits into one perform.
 */
const UNKNOWN_LOOKS = 3;
const UNKNOWN_INTERVAL_MS = 2_000;
const UNKNOWN_FOR_MS = { young: 4_000, old: 18_000 };
const OLD_MS = 60_000;

/** A server is asked no more than once a second, however many places a look has to try. */
const REQUEST_INTERVAL_MS = 1_000;

/**
 * Polls a job until it ends, is lost, or time is up. Answers that tell nothing (429, 5xx, a broken
 * connection, a timeout, a web page) are waited out: they say nothing about the job.
 *
 * @throws Problem job-unreadable; anything the transport throws of its own, such as the demand of a
 *   platform for a fresh token
 */
export async function watchJob(api: Api, job: Job, watch: Watch): Promise<WatchResult> {
  const { clock } = api;
  const endpoint: StateEndpoint = { form: null, project: null };
  /** The latest looks in a row that found no such job, and when the first of them began. */
  let unknownLooks = 0;
  let unknownSince = 0;
  let reading: JobReading | null = null;
  let mayLook = watch.lookAtOnce === true;
  let next = clock.now() + (mayLook ? 0 : FIRST_POLL_MS);

  for (;;) {
    if (next > watch.until && !mayLook) return { kind: 'running', reading };
    mayLook = false;
    await clock.sleep(next - clock.now());
    const lookedAt = clock.now();
    const look = await readJob(api, job, endpoint);
    const age = lookedAt - watch.since;
    const pause = look.requests > 1 ? look.requests * REQUEST_INTERVAL_MS : 0;

    if (look.kind === 'unknown') {
      if (unknownLooks === 0) unknownSince = lookedAt;
      unknownLooks += 1;
      const needed = age > OLD_MS ? UNKNOWN_FOR_MS.old : UNKNOWN_FOR_MS.young;
      if (unknownLooks >= UNKNOWN_LOOKS && lookedAt - unknownSince >= needed) {
        return { kind: 'lost', certain: look.certain };
      }
      // Not by the job's age: a step that waits for an old one has no more time than any other.
      next = lookedAt + Math.max(UNKNOWN_INTERVAL_MS, pause);
      continue;
    }
    unknownLooks = 0;
    next = lookedAt + pollInterval(age);
    if (look.kind === 'silent') {
      next = Math.max(next, lookedAt + pause, clock.now() + look.retryAfterMs);
      continue;
    }
    reading = look.reading;
    if (outcomeOf(reading.jobState) !== 'pending') return { kind: 'ended', reading };
  }
}
