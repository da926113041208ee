import type { ProjectPath } from '../paths.ts';
import { ID_LIMIT } from '../truncate.ts';

/** A job on its server: all that is needed to find it again. */
export interface Job {
  id: string;
  /** The project that was asked to run. */
  project: ProjectPath;
  /** The isolated copy that runs in its place, for a lambda execution. */
  lambdaProject: ProjectPath | null;
  /** Epoch milliseconds of the start, where it is known. */
  startedAt: number | null;
}

/**
 * Whether a job can be found again by this ID: it goes into an address as one segment, and through the fields
 * of later steps. Documented: job IDs are opaque, so nothing else is asked of one.
 */
export function isUsableJobId(id: string): boolean {
  return (
    id !== '' &&
    id.length <= ID_LIMIT &&
    id !== '.' &&
    id !== '..' &&
    id === id.trim() &&
    !/[\p{Cc}\p{Cf}\p{Cs}]/u.test(id)
  );
}
