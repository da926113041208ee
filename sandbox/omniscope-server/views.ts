/** What tests and people may see of the server's inside; copies, so that looking changes nothing. */

import type {
  FolderPermission,
  ParameterDefinition,
  ParameterValue,
  UploadedFile,
} from './fixture.ts';
import type { Job } from './job.ts';
import type { Project } from './project.ts';

export interface ProjectView {
  /** `Sales/Monthly Report.iox` */
  readonly path: string;
  readonly blocks: readonly string[];
  readonly parameters: readonly ParameterDefinition[];
}

/** A folder with the permissions that hold in it, its own or those of a folder above. */
export interface FolderView {
  /** `''` for the root. */
  readonly path: string;
  /** By group. */
  readonly grants: Readonly<Record<string, readonly FolderPermission[]>>;
}

export interface JobView {
  readonly id: string;
  readonly kind: 'execute' | 'lambda';
  readonly projectPath: string;
  readonly lambdaProjectPath: string | null;
  readonly user: string;
  readonly blocks: readonly string[];
  readonly refreshFromSource: boolean;
  readonly deleteExecutionOnFinish: boolean;
  /** As the API calls it; a job that a restart broke off is `LOST`. */
  readonly state: string;
  /** Why it failed, in the words of the API; null for a run that goes on or has succeeded. */
  readonly error: { readonly type: string | null; readonly message: string | null } | null;
  readonly createdAt: number;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  /** The server no longer knows its id. */
  readonly isForgotten: boolean;
  readonly callback: 'none' | 'posted' | 'refused';
  /** Of the project that ran, as they are now. */
  readonly parameters: Readonly<Record<string, ParameterValue>>;
  readonly files: Readonly<Record<string, UploadedFile>>;
}

export function viewProject({ path, blocks, parameters }: Project): ProjectView {
  return { path, blocks, parameters };
}

function errorOf(job: Job): JobView['error'] {
  const { errorType = null, errorMessage = null } = (job.isOver ? job.end : undefined) ?? {};
  return errorType === null && errorMessage === null
    ? null
    : { type: errorType, message: errorMessage };
}

export function viewJob(job: Job, now: number): JobView {
  const { id, kind, project, original, user, blocks, createdAt } = job.request;
  const { refreshFromSource, deleteExecutionOnFinish } = job.request;
  return {
    id,
    kind,
    projectPath: original.path,
    lambdaProjectPath: kind === 'lambda' ? project.path : null,
    user,
    blocks,
    refreshFromSource,
    deleteExecutionOnFinish,
    state: job.isAbandoned ? 'LOST' : job.state(now),
    error: errorOf(job),
    createdAt,
    startedAt: job.startedAt ?? null,
    endedAt: job.isOver ? (job.endsAt ?? null) : null,
    isForgotten: job.isForgotten,
    callback: job.callback,
    parameters: Object.fromEntries(project.values),
    files: Object.fromEntries(project.files),
  };
}
