import type { ProjectPath } from '../paths.ts';

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
