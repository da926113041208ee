import * as z from 'zod/mini';
import type { Job } from '../../omniscope/jobs/job.ts';
import { lazily } from '../../omniscope/lazily.ts';
import { pathText, readServerPath } from '../../omniscope/project-path.ts';

/** Refresh and rerun take seconds; the shorter, the fewer runs can find a note that is not theirs. */
export const NOTE_LIFE_S = 120;

/** What a step leaves behind about the job that it has started; nothing in it is secret. */
const noteSchema = lazily(() =>
  z.object({
    id: z.string(),
    leftAt: z.number(),
    /** A fingerprint of the access token that was refused, and when that token was issued. */
    token: z.string(),
    tokenIssuedAt: z.nullable(z.number()),
    /** How often the step has been run again already. */
    reruns: z.number(),
    jobId: z.string(),
    lambdaProject: z.nullable(z.string()),
    startedAt: z.nullable(z.number()),
  }),
);
export type Note = z.infer<ReturnType<typeof noteSchema>>;

type Circumstances = Pick<Note, 'id' | 'leftAt' | 'token' | 'tokenIssuedAt' | 'reruns'>;

export function noteOf(job: Job, circumstances: Circumstances): Note {
  return {
    ...circumstances,
    jobId: job.id,
    lambdaProject: job.lambdaProject && pathText(job.lambdaProject),
    startedAt: job.startedAt,
  };
}

/** Reads what the cache gives; null where that is no note. */
export function readNote(value: unknown): Note | null {
  const { success, data } = noteSchema().safeParse(value);
  return success ? data : null;
}

export function jobOf(note: Note, project: Job['project']): Job {
  return {
    id: note.jobId,
    project,
    lambdaProject: note.lambdaProject === null ? null : readServerPath(note.lambdaProject),
    startedAt: note.startedAt,
  };
}
