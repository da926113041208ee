import * as z from 'zod/mini';
import type { Job } from '../../omniscope/jobs/job.ts';
import { lazy } from '../../omniscope/lazy.ts';
import { formatPath, parseServerPath } from '../../omniscope/paths.ts';

/** Refresh and rerun take seconds; the shorter, the fewer runs can find a record that is not theirs. */
export const RECORD_TTL_S = 120;

/** What a step leaves behind about the job that it has started; nothing in it is secret. */
const recordSchema = lazy(() =>
  z.object({
    id: z.string(),
    savedAt: z.number(),
    /** A hash of the access token that was rejected, and when that token was issued. */
    token: z.string(),
    tokenIssuedAt: z.nullable(z.number()),
    /** How often the step has been run again already. */
    reruns: z.number(),
    jobId: z.string(),
    lambdaProject: z.nullable(z.string()),
    startedAt: z.nullable(z.number()),
    /** For a step that was resumed: which run's callback it was, and what was posted, where that is small. */
    callback: z.nullable(
      z.object({ run: z.nullable(z.string()), content: z.optional(z.unknown()) }),
    ),
  }),
);
export type StartRecord = z.infer<ReturnType<typeof recordSchema>>;

type RecordContext = Omit<StartRecord, 'jobId' | 'lambdaProject' | 'startedAt'>;

export function toStartRecord(job: Job, context: RecordContext): StartRecord {
  return {
    ...context,
    jobId: job.id,
    lambdaProject: job.lambdaProject && formatPath(job.lambdaProject),
    startedAt: job.startedAt,
  };
}

/** Reads what the cache gives; null where that is no record. */
export function parseStartRecord(value: unknown): StartRecord | null {
  const { success, data } = recordSchema().safeParse(value);
  return success ? data : null;
}

export function jobFromRecord(record: StartRecord, project: Job['project']): Job {
  return {
    id: record.jobId,
    project,
    lambdaProject: record.lambdaProject === null ? null : parseServerPath(record.lambdaProject),
    startedAt: record.startedAt,
  };
}
