import * as z from 'zod/mini';
import type { Clock } from '../../omniscope/clock.ts';
import type { Job } from '../../omniscope/jobs/job.ts';
import { pathText, readServerPath } from '../../omniscope/project-path.ts';
import type { Connection } from '../connection.ts';
import { fingerprint, type Memory } from '../memory.ts';

/**
 * Notes about jobs that a step has started and must not start again.
 *
 * Zapier answers an expired token by refreshing it and running the whole step again, with the same
 * input and no id of the run. So a step that meets a 401 after its start leaves a note in Zapier's
 * cache, and the rerun takes the job from there. Identical runs of a Zap cannot be told apart: they
 * may find each other's notes. That is harmless as long as each note is taken once, so that there
 * are as many jobs as runs.
 *
 * - Notes lie in a fixed number of slots; a writer takes a free one atomically (`nx`), a reader
 *   claims a note atomically before it uses it.
 * - A note is for a run with a newer token: its own rerun has one. A run with the same token is
 *   another run, still on its first way, which has a job of its own to start.
 * - Only a run whose token was issued lately can be such a rerun, so all others need not look.
 */
export interface StartNotes {
  /** @throws MemoryUnavailable when it cannot be known whether a job was started */
  take(): Promise<Job | null>;
  /** False where no note could be left: then the step must not be run again. */
  leave(job: Job): Promise<boolean>;
}

/** Refresh and rerun take seconds; the shorter, the fewer runs can find a note that is not theirs. */
const NOTE_LIFE_S = 120;
/** Runs with the same input whose token expires in the same two minutes. */
const SLOTS = 32;
const CLAIM_LIFE_S = NOTE_LIFE_S * 2;

const noteSchema = z.object({
  id: z.string(),
  leftAt: z.number(),
  token: z.string(),
  tokenIssuedAt: z.nullable(z.number()),
  jobId: z.string(),
  lambdaProject: z.nullable(z.string()),
  startedAt: z.nullable(z.number()),
});
type Note = z.infer<typeof noteSchema>;

export interface NotesContext {
  memory: Memory;
  clock: Clock;
  connection: Connection;
  /** What makes runs identical: the operation and its whole input. */
  run: { operation: string; zap: string; inputData: unknown };
  project: Job['project'];
  random: () => string;
}

export function startNotes(context: NotesContext): StartNotes {
  const { memory, clock, connection, project } = context;
  const run = fingerprint(['start', connection.identity, context.run]);
  const token = fingerprint(connection.accessToken);
  const slot = (index: number) => `start:${run}:${index}`;
  /** One read tells most runs that there is nothing to look through. */
  const flag = `start:${run}`;

  return {
    async take() {
      if (!isFresh(connection.issuedAt, clock.now())) return null;
      if (!(await memory.get(flag))) return null;
      const indices = Array.from({ length: SLOTS }, (_, index) => index);
      const values = await Promise.all(indices.map((index) => memory.get(slot(index))));
      for (const [index, value] of values.entries()) {
        const { success, data: note } = noteSchema.safeParse(value);
        if (!success || !isMeantFor(note)) continue;
        if (!(await memory.claim(claimOf(note), true, CLAIM_LIFE_S))) continue;
        // Free for others; where that fails, the claim still keeps the note from being used again.
        await memory.delete(slot(index)).catch(() => undefined);
        return jobOf(note);
      }
      return null;
    },

    async leave(job) {
      const note: Note = {
        id: context.random(),
        leftAt: clock.now(),
        token,
        tokenIssuedAt: connection.issuedAt,
        jobId: job.id,
        lambdaProject: job.lambdaProject && pathText(job.lambdaProject),
        startedAt: job.startedAt,
      };
      const first = Number.parseInt(note.id.slice(0, 4), 16) % SLOTS;
      try {
        await memory.set(flag, true, CLAIM_LIFE_S);
        for (let step = 0; step < SLOTS; step += 1) {
          const key = slot((first + step) % SLOTS);
          if (await memory.claim(key, note, NOTE_LIFE_S)) return await isKept(key, note);
        }
      } catch {
        // Should the write have happened all the same, nobody may take the job from its run.
        await memory.claim(claimOf(note), true, CLAIM_LIFE_S).catch(() => undefined);
      }
      return false;
    },
  };

  /** A cache that forgets at once, or does not know `nx`, would have the job started again. */
  async function isKept(key: string, note: Note): Promise<boolean> {
    try {
      const kept = noteSchema.safeParse(await memory.get(key));
      return kept.success && kept.data.id === note.id;
    } catch {
      // It was written; a rerun that cannot read it does not start anything either.
      return true;
    }
  }

  function isMeantFor(note: Note): boolean {
    if (clock.now() - note.leftAt > NOTE_LIFE_S * 1000) return false;
    if (connection.issuedAt !== null && note.tokenIssuedAt !== null) {
      return connection.issuedAt > note.tokenIssuedAt;
    }
    return note.token !== token;
  }

  function jobOf(note: Note): Job {
    return {
      id: note.jobId,
      project,
      lambdaProject: note.lambdaProject === null ? null : readServerPath(note.lambdaProject),
      startedAt: note.startedAt,
    };
  }
}

function claimOf(note: Note): string {
  return `start:claim:${note.id}`;
}

/** Whether a token was issued so lately that the step may be a rerun after its refresh. */
function isFresh(issuedAt: number | null, now: number): boolean {
  // A minute more, for clocks that differ between the machines that Zapier runs a step on.
  return issuedAt === null || now - issuedAt <= (NOTE_LIFE_S + 60) * 1000;
}
