import type { Clock } from '../../omniscope/clock.ts';
import type { Job } from '../../omniscope/jobs/job.ts';
import { lazily } from '../../omniscope/lazily.ts';
import type { Connection } from '../connection.ts';
import { fingerprint, type Memory, MemoryUnavailable } from '../memory.ts';
import { jobOf, NOTE_LIFE_S, type Note, noteOf, readNote } from './note.ts';

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
export interface StartNotes {
  /** @throws MemoryUnavailable when it cannot be known whether a job was started */
  take(): Promise<Job | null>;
  /** False where the step must not be run again: nobody would find the note. */
  leave(job: Job): Promise<boolean>;
}

/** Runs with the same input whose token expires in the same two minutes. */
const SLOTS = 32;
const CLAIM_LIFE_S = NOTE_LIFE_S * 2;
/** Even a slow cache is through by then, and the start still has the better part of 30 s. */
const TAKE_LIMIT_MS = 10_000;
/** Machines that Zapier runs a step on tell the time of a token's issue by clocks of their own. */
const CLOCK_SKEW_MS = 5_000;
/**
 * A server that refuses each new token in turn would be asked for new ones until the platform gives
 * up and tells the user to reconnect. Twice is what a working one can need within one job.
 */
const MOST_RERUNS = 2;
/** Ample, since it only decides whether to look for a note; whom a note is for is told more exactly. */
const FRESH_TOKEN_S = NOTE_LIFE_S + 60;

export interface NotesContext {
  /** The cache, for calls that are over by the given time (epoch milliseconds). */
  memory: (until: number) => Memory;
  clock: Clock;
  connection: Connection;
  /** What makes runs identical: the operation, its whole input and how it is run. */
  run: { operation: string; zap: string; isEditorTest: boolean; inputData: unknown };
  project: Job['project'];
  /** Epoch milliseconds by which a note is left, or never. */
  leaveBy: number;
  random: () => string;
}

export function startNotes(context: NotesContext): StartNotes {
  const { clock, connection, project, random } = context;
  /** One read tells most runs that there is nothing to look through; many do not even read. */
  const flag = lazily(() => `start:${fingerprint(['start', connection.identity, context.run])}`);
  const slot = (index: number) => `${flag()}:${index}`;
  const token = () => fingerprint(connection.accessToken);
  let reruns = 0;

  return {
    async take() {
      const now = clock.now();
      if (!isFresh(connection.issuedAt, now)) return null;
      const memory = context.memory(now + TAKE_LIMIT_MS);
      if (!(await memory.get(flag()))) return null;
      const indices = Array.from({ length: SLOTS }, (_, index) => index);
      const values = await Promise.all(indices.map((index) => memory.get(slot(index))));
      for (const [index, value] of values.entries()) {
        const note = readNote(value);
        if (note === null || !isMeantFor(note) || !(await isClaimed(memory, note))) continue;
        // Free for others; where that fails, the claim still keeps the note from being used again.
        await memory.delete(slot(index)).catch(() => undefined);
        reruns = note.reruns + 1;
        return jobOf(note, project);
      }
      return null;
    },

    async leave(job) {
      if (reruns >= MOST_RERUNS) return false;
      const { issuedAt: tokenIssuedAt } = connection;
      const note = noteOf(job, {
        id: random(),
        leftAt: clock.now(),
        token: token(),
        tokenIssuedAt,
        reruns,
      });
      const memory = context.memory(context.leaveBy);
      try {
        const [key] = await Promise.all([
          write(memory, note),
          memory.set(flag(), true, CLAIM_LIFE_S),
        ]);
        if (key !== null && (await isKept(memory, key, note))) return true;
      } catch {
        // Whether it was written is open.
      }
      return !(await isWithdrawn(memory, note));
    },
  };

  /** @returns the slot's key, or null where all are taken */
  async function write(memory: Memory, note: Note): Promise<string | null> {
    const first = Number.parseInt(note.id.slice(0, 4), 16) % SLOTS;
    for (let step = 0; step < SLOTS; step += 1) {
      const key = slot((first + step) % SLOTS);
      if (await memory.add(key, note, NOTE_LIFE_S)) return key;
      // The core repeats a call whose answer got lost, and then finds its own note there.
      if (readNote(await memory.get(key))?.id === note.id) return key;
    }
    return null;
  }

  /** A cache that forgets at once would have the job started again. */
  async function isKept(memory: Memory, key: string, note: Note): Promise<boolean> {
    try {
      const [flagged, kept] = await Promise.all([memory.get(flag()), memory.get(key)]);
      return Boolean(flagged) && readNote(kept)?.id === note.id;
    } catch {
      // It was written; a rerun that cannot read it does not start anything either.
      return true;
    }
  }

  /** Whether nobody can take the note any more; not so where somebody has the job already. */
  async function isWithdrawn(memory: Memory, note: Note): Promise<boolean> {
    try {
      const mine = `withdrawn ${random()}`;
      if (await memory.claim(claimOf(note), mine, CLAIM_LIFE_S)) return true;
      return !(await memory.get(claimOf(note)));
    } catch {
      return true;
    }
  }

  /** @throws MemoryUnavailable where a claim is not kept, so that anybody else could make it too */
  async function isClaimed(memory: Memory, note: Note): Promise<boolean> {
    if (await memory.claim(claimOf(note), random(), CLAIM_LIFE_S)) return true;
    if (await memory.get(claimOf(note))) return false;
    throw new MemoryUnavailable();
  }

  function isMeantFor(note: Note): boolean {
    if (clock.now() - note.leftAt > NOTE_LIFE_S * 1000) return false;
    const { issuedAt } = connection;
    const before = note.tokenIssuedAt;
    // A server may give the same token out again; a connection that was refreshed shows by the time.
    if (note.token === token()) return issuedAt !== null && before !== null && issuedAt > before;
    return issuedAt === null || before === null || issuedAt > before - CLOCK_SKEW_MS;
  }
}

function claimOf(note: Note): string {
  return `start:claim:${note.id}`;
}

/** Whether a token was issued so lately that the step may be a rerun after its refresh. */
function isFresh(issuedAt: number | null, now: number): boolean {
  return issuedAt === null || now - issuedAt <= FRESH_TOKEN_S * 1000;
}
