import type { Clock } from '../../omniscope/clock.ts';
import type { Job } from '../../omniscope/jobs/job.ts';
import { lazy } from '../../omniscope/lazy.ts';
import type { Connection } from '../auth/connection.ts';
import { CacheUnavailableError, type StepCache, stableHash } from '../platform/step-cache.ts';
import {
  jobFromRecord,
  parseStartRecord,
  RECORD_TTL_S,
  type StartRecord,
  toStartRecord,
} from './start-record.ts';

/**
 * Records of jobs that a step has started and must not start again.
 *
 * Zapier reacts to an expired token by refreshing it and running the step again, with the same input
 * and no ID of the run. So a step that meets an expired token after its start saves a record in
 * Zapier's cache, and the rerun takes the job from there. Identical runs of a Zap cannot be told apart:
 * they may find each other's records. That is harmless as long as each record is used once, so that
 * there are as many jobs as runs.
 *
 * - Records are kept in a fixed number of slots; a writer takes a free one atomically, a reader claims
 *   a record atomically before it uses it.
 * - A record is for a run whose token was issued later: its own rerun has one, even if it is the same
 *   text again. A run whose token was not is another run, on its first way, with a job of its own to
 *   start.
 * - Only a run whose token was issued lately can be such a rerun, so all others need not look.
 * - A record of a step that was resumed by its callback is only for the run with the same callback URL
 *   (assumption: the URL is the same whenever the platform runs a step again, and no other run's).
 */
export interface StartRecords {
  /**
   * @param callbackRun which run's callback this perform has, or null for one without a callback
   * @throws CacheUnavailableError when it cannot be known whether a job was started
   */
  claim(callbackRun: string | null): Promise<ClaimedStart | null>;
  /** False where the step must not be run again, because the rerun would not find the record. */
  save(job: Job, callback?: StartRecord['callback']): Promise<boolean>;
}

/** A job that an earlier perform of this run has started, and what its callback brought, if it came. */
export interface ClaimedStart {
  job: Job;
  callback: StartRecord['callback'];
}

/** Runs with the same input whose token expires in the same two minutes. */
const SLOTS = 32;
const CLAIM_TTL_S = RECORD_TTL_S * 2;
/** Even a slow cache has responded by then, and the start still has most of the 30 s. */
const CLAIM_TIMEOUT_MS = 10_000;
/** Machines that Zapier runs a step on tell the time of a token's issue by clocks of their own. */
const CLOCK_SKEW_MS = 5_000;
/**
 * A server that refuses each new token in turn would be asked for new ones until the platform gives
 * up and tells the user to reconnect. Twice is what a working one can need within one job.
 */
const MAX_RERUNS = 2;
/** Ample, since it only decides whether to look for a record; which run a record is for is decided more exactly. */
const RECENT_TOKEN_S = RECORD_TTL_S + 60;

export interface StartRecordsContext {
  /** The cache, for calls that are over by the given time (epoch milliseconds). */
  cache: (until: number) => StepCache;
  clock: Clock;
  connection: Connection;
  /** What makes runs identical: the operation, its whole input and how it is run. */
  run: { operation: string; zap: string; isEditorTest: boolean; inputData: unknown };
  project: Job['project'];
  /** Epoch milliseconds by which a record is saved, or never. */
  saveDeadline: number;
  random: () => string;
}

export function createStartRecords(context: StartRecordsContext): StartRecords {
  const { clock, connection, project, random } = context;
  /** One read is enough for most runs to see that there are no records; many do not even read. */
  const flag = lazy(() => `start:${stableHash(['start', connection.identity, context.run])}`);
  const slot = (index: number) => `${flag()}:${index}`;
  const token = () => stableHash(connection.accessToken);
  let reruns = 0;

  return {
    async claim(callbackRun) {
      const now = clock.now();
      if (!isRecent(connection.issuedAt, now)) return null;
      const cache = context.cache(now + CLAIM_TIMEOUT_MS);
      if (!(await cache.get(flag()))) return null;
      const indices = Array.from({ length: SLOTS }, (_, index) => index);
      const values = await Promise.all(indices.map((index) => cache.get(slot(index))));
      for (const [index, value] of values.entries()) {
        const record = parseStartRecord(value);
        if (
          record === null ||
          !matchesThisRun(record, callbackRun) ||
          !(await isClaimed(cache, record))
        )
          continue;
        // Free for others; where that fails, the claim still keeps the record from being used again.
        await cache.delete(slot(index)).catch(() => undefined);
        reruns = record.reruns + 1;
        return { job: jobFromRecord(record, project), callback: record.callback };
      }
      return null;
    },

    async save(job, callback = null) {
      if (reruns >= MAX_RERUNS) return false;
      const { issuedAt: tokenIssuedAt } = connection;
      const record = toStartRecord(job, {
        id: random(),
        savedAt: clock.now(),
        token: token(),
        tokenIssuedAt,
        reruns,
        callback,
      });
      const cache = context.cache(context.saveDeadline);
      try {
        const [key] = await Promise.all([
          write(cache, record),
          cache.set(flag(), true, CLAIM_TTL_S),
        ]);
        if (key !== null && (await isStored(cache, key, record))) return true;
      } catch {
        // Whether it was written is open.
      }
      return !(await revoke(cache, record));
    },
  };

  /** @returns the slot's key, or null where all are taken */
  async function write(cache: StepCache, record: StartRecord): Promise<string | null> {
    const first = Number.parseInt(record.id.slice(0, 4), 16) % SLOTS;
    for (let step = 0; step < SLOTS; step += 1) {
      const key = slot((first + step) % SLOTS);
      if (await cache.setIfAbsent(key, record, RECORD_TTL_S)) return key;
      // The core repeats a call whose response was lost, and then finds its own record there.
      if (parseStartRecord(await cache.get(key))?.id === record.id) return key;
    }
    return null;
  }

  /** A cache that forgets at once would have the job started again. */
  async function isStored(cache: StepCache, key: string, record: StartRecord): Promise<boolean> {
    try {
      const [flagged, kept] = await Promise.all([cache.get(flag()), cache.get(key)]);
      return Boolean(flagged) && parseStartRecord(kept)?.id === record.id;
    } catch {
      // It was written; a rerun that cannot read it does not start anything either.
      return true;
    }
  }

  /** Whether no other run can take the record any more; false where one has the job already. */
  async function revoke(cache: StepCache, record: StartRecord): Promise<boolean> {
    try {
      const mine = `withdrawn ${random()}`;
      if (await cache.acquire(claimKey(record), mine, CLAIM_TTL_S)) return true;
      return !(await cache.get(claimKey(record)));
    } catch {
      return true;
    }
  }

  /** @throws CacheUnavailableError where a claim is not kept, so that another run could make it too */
  async function isClaimed(cache: StepCache, record: StartRecord): Promise<boolean> {
    if (await cache.acquire(claimKey(record), random(), CLAIM_TTL_S)) return true;
    if (await cache.get(claimKey(record))) return false;
    throw new CacheUnavailableError();
  }

  function matchesThisRun(record: StartRecord, callbackRun: string | null): boolean {
    if (!isSameCallback(record.callback, callbackRun)) return false;
    if (clock.now() - record.savedAt > RECORD_TTL_S * 1000) return false;
    const { issuedAt } = connection;
    const before = record.tokenIssuedAt;
    // A server may give the same token out again; a connection that was refreshed shows by the time.
    if (record.token === token()) return issuedAt !== null && before !== null && issuedAt > before;
    return issuedAt === null || before === null || issuedAt > before - CLOCK_SKEW_MS;
  }
}

/** A record without a known callback URL is for any run that has a callback. */
function isSameCallback(callback: StartRecord['callback'], run: string | null): boolean {
  if (callback === null || run === null) return callback === null && run === null;
  return callback.run === null || callback.run === run;
}

function claimKey(record: StartRecord): string {
  return `start:claim:${record.id}`;
}

/** Whether a token was issued so lately that the step may be a rerun after its refresh. */
function isRecent(issuedAt: number | null, now: number): boolean {
  return issuedAt === null || now - issuedAt <= RECENT_TOKEN_S * 1000;
}
