import * as z from 'zod/mini';
import type { Job } from '../../omniscope/jobs/job.ts';
import { lazy } from '../../omniscope/lazy.ts';
import { formatPath, parseServerPath } from '../../omniscope/paths.ts';

/** Refresh and rerun take seconds; the shorter, the fewer runs can find a note that is not theirs. */
export const RECORD_TTL_S = 120;

/** What a step leaves behind about the job that it has started; nothing in it is secret. */
const recordSchema = lazy(() =>
  z.object({
    id: z.string(),
    savedAt: z.number(),
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
export type StartRecord = z.infer<ReturnType<typeof recordSchema>>;

type RecordContext = Pick<StartRecord, 'id' | 'savedAt' | 'token' | 'tokenIssuedAt' | 'reruns'>;

export function toStartRecord(job: Job, circumstances: RecordContext): StartRecord {
  return {
    ...circumstances,
    jobId: job.id,
    lambdaProject: job.lambdaProject && formatPath(job.lambdaProject),
    startedAt: job.startedAt,
  };
}

/** Reads what the cache gives; null where that is no note. */
export function parseStartRecord(value: unknown): StartRecord | null {
  const { success, data } = recordSchema().safeParse(value);
  return success ? data : null;
}

export function jobFromRecord(note: StartRecord, project: Job['project']): Job {
  return {
    id: note.jobId,
    project,
    lambdaProject: note.lambdaProject === null ? null : parseServerPath(note.lambdaProject),
    startedAt: note.startedAt,
  };
}
