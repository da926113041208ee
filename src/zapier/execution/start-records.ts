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
 * Notes about jobs that a step has started and must not start again.
 *
 * Zapier answers an expired token by refreshing it and running the whole step again, with the same
 * input and no id of the run. So a step that meets a 401 after its start leaves a note in Zapier's
 * cache, and the rerun takes the job from there. Identical runs of a Zap cannot be told apart: they
 * may find each other's notes. That is harmless as long as each note is taken once, so that there
 * are as many jobs as runs.
 *
 * - Notes lie in a fixed number of slots; a writer takes a free one atomically, a reader claims a
 *   note atomically before it uses it.
 * - A note is for a run whose token was issued later: its own rerun has one, be it the same text
 *   again. A run whose token was not is another run, still on its first way, which has a job of its
 *   own to start.
 * - Only a run whose token was issued lately can be such a rerun, so all others need not look.
 */
export interface StartRecords {
  /** @throws CacheUnavailableError when it cannot be known whether a job was started */
  claim(): Promise<Job | null>;
  /** False where the step must not be run again: nobody would find the note. */
  save(job: Job): Promise<boolean>;
}

/** Runs with the same input whose token expires in the same two minutes. */
const SLOTS = 32;
const CLAIM_TTL_S = RECORD_TTL_S * 2;
/** Even a slow cache is through by then, and the start still has the better part of 30 s. */
const CLAIM_TIMEOUT_MS = 10_000;
/** Machines that Zapier runs a step on tell the time of a token's issue by clocks of their own. */
const CLOCK_SKEW_MS = 5_000;
/**
 * A server that refuses each new token in turn would be asked for new ones until the platform gives
 * up and tells the user to reconnect. Twice is what a working one can need within one job.
 */
const MAX_RERUNS = 2;
/** Ample, since it only decides whether to look for a note; whom a note is for is told more exactly. */
const RECENT_TOKEN_S = RECORD_TTL_S + 60;

export interface StartRecordsContext {
  /** The cache, for calls that are over by the given time (epoch milliseconds). */
  cache: (until: number) => StepCache;
  clock: Clock;
  connection: Connection;
  /** What makes runs identical: the operation, its whole input and how it is run. */
  run: { operation: string; zap: string; isEditorTest: boolean; inputData: unknown };
  project: Job['project'];
  /** Epoch milliseconds by which a note is left, or never. */
  saveDeadline: number;
  random: () => string;
}

export function createStartRecords(context: StartRecordsContext): StartRecords {
  const { clock, connection, project, random } = context;
  /** One read tells most runs that there is nothing to look through; many do not even read. */
  const flag = lazy(() => `start:${stableHash(['start', connection.identity, context.run])}`);
  const slot = (index: number) => `${flag()}:${index}`;
  const token = () => stableHash(connection.accessToken);
  let reruns = 0;

  return {
    async claim() {
      const now = clock.now();
      if (!isRecent(connection.issuedAt, now)) return null;
      const cache = context.cache(now + CLAIM_TIMEOUT_MS);
      if (!(await cache.get(flag()))) return null;
      const indices = Array.from({ length: SLOTS }, (_, index) => index);
      const values = await Promise.all(indices.map((index) => cache.get(slot(index))));
      for (const [index, value] of values.entries()) {
        const note = parseStartRecord(value);
        if (note === null || !matchesThisRun(note) || !(await isClaimed(cache, note))) continue;
        // Free for others; where that fails, the claim still keeps the note from being used again.
        await cache.delete(slot(index)).catch(() => undefined);
        reruns = note.reruns + 1;
        return jobFromRecord(note, project);
      }
      return null;
    },

    async save(job) {
      if (reruns >= MAX_RERUNS) return false;
      const { issuedAt: tokenIssuedAt } = connection;
      const note = toStartRecord(job, {
        id: random(),
        savedAt: clock.now(),
        token: token(),
        tokenIssuedAt,
        reruns,
      });
      const cache = context.cache(context.saveDeadline);
      try {
        const [key] = await Promise.all([write(cache, note), cache.set(flag(), true, CLAIM_TTL_S)]);
        if (key !== null && (await isStored(cache, key, note))) return true;
      } catch {
        // Whether it was written is open.
      }
      return !(await revoke(cache, note));
    },
  };

  /** @returns the slot's key, or null where all are taken */
  async function write(cache: StepCache, note: StartRecord): Promise<string | null> {
    const first = Number.parseInt(note.id.slice(0, 4), 16) % SLOTS;
    for (let step = 0; step < SLOTS; step += 1) {
      const key = slot((first + step) % SLOTS);
      if (await cache.setIfAbsent(key, note, RECORD_TTL_S)) return key;
      // The core repeats a call whose answer got lost, and then finds its own note there.
      if (parseStartRecord(await cache.get(key))?.id === note.id) return key;
    }
    return null;
  }

  /** A cache that forgets at once would have the job started again. */
  async function isStored(cache: StepCache, key: string, note: StartRecord): Promise<boolean> {
    try {
      const [flagged, kept] = await Promise.all([cache.get(flag()), cache.get(key)]);
      return Boolean(flagged) && parseStartRecord(kept)?.id === note.id;
    } catch {
      // It was written; a rerun that cannot read it does not start anything either.
      return true;
    }
  }

  /** Whether nobody can take the note any more; not so where somebody has the job already. */
  async function revoke(cache: StepCache, note: StartRecord): Promise<boolean> {
    try {
      const mine = `withdrawn ${random()}`;
      if (await cache.acquire(claimKey(note), mine, CLAIM_TTL_S)) return true;
      return !(await cache.get(claimKey(note)));
    } catch {
      return true;
    }
  }

  /** @throws CacheUnavailableError where a claim is not kept, so that anybody else could make it too */
  async function isClaimed(cache: StepCache, note: StartRecord): Promise<boolean> {
    if (await cache.acquire(claimKey(note), random(), CLAIM_TTL_S)) return true;
    if (await cache.get(claimKey(note))) return false;
    throw new CacheUnavailableError();
  }

  function matchesThisRun(note: StartRecord): boolean {
    if (clock.now() - note.savedAt > RECORD_TTL_S * 1000) return false;
    const { issuedAt } = connection;
    const before = note.tokenIssuedAt;
    // A server may give the same token out again; a connection that was refreshed shows by the time.
    if (note.token === token()) return issuedAt !== null && before !== null && issuedAt > before;
    return issuedAt === null || before === null || issuedAt > before - CLOCK_SKEW_MS;
  }
}

function claimKey(note: StartRecord): string {
  return `start:claim:${note.id}`;
}

/** Whether a token was issued so lately that the step may be a rerun after its refresh. */
function isRecent(issuedAt: number | null, now: number): boolean {
  return issuedAt === null || now - issuedAt <= RECENT_TOKEN_S * 1000;
}
