/** What the endpoints share. */
import type { Clock } from '../clock.ts';
import type { Request } from '../http/message.ts';
import type { Principal } from './access.ts';
import type { Assumptions } from './assumptions.ts';
import type { Executions } from './executions.ts';
import type { Job } from './job.ts';
import type { ProjectStore } from './project-store.ts';

/** The node of a server that has only one, and the one that runs scheduled tasks. */
export const MAIN_NODE = 'main';

export interface Settings {
  /** Documented: a flag of the server, apart from the folders' permissions. */
  parameterAccess: boolean;
}

export interface ServerState {
  readonly clock: Clock;
  readonly projects: ProjectStore;
  readonly executions: Executions;
  readonly assumptions: Assumptions;
  readonly settings: Settings;
  /** Documented: 500 MB by default. */
  readonly uploadLimitBytes: number;
  /** Called with each job as it is started. */
  readonly onStart: (job: Job) => void;
}

/** One authenticated request at an API. */
export interface Call {
  readonly server: ServerState;
  readonly request: Request;
  readonly principal: Principal;
  /** The node of the server that the request has reached. */
  readonly node: string;
}
