/**
 * The embedded Omniscope: Workflow API, Project API and the pages of projects, without transport.
 * It is written from the documentation, so that it rejects what the real server would reject; what is
 * uncertain about that server is decided in assumptions.ts.
 *
 * Jobs progress by the clock that is passed in, and are computed on request: the same code serves real
 * sockets in real time and simulations in none.
 */
import type { Clock } from '../clock.ts';
import type { Handler } from '../http/message.ts';
import type { VerifyToken } from './access.ts';
import { type Assumptions, DEFAULT_ASSUMPTIONS } from './assumptions.ts';
import { type Post, runCallbackBlock } from './callback.ts';
import { Executions } from './executions.ts';
import type { FolderPermission, ParameterValue, ServerFixture } from './fixture.ts';
import { ProjectStore } from './project-store.ts';
import { RequestLog, type RequestRecord } from './request-log.ts';
import { serveRequests } from './serve-request.ts';
import { MAIN_NODE, type ServerState, type Settings } from './server-state.ts';
import { createTaskScheduler, type TaskScheduler } from './task-scheduler.ts';
import { type FolderView, type JobView, type ProjectView, viewJob, viewProject } from './views.ts';

export interface OmniscopeServerOptions {
  readonly clock: Clock;
  /** In [0, 1). */
  readonly random: () => number;
  readonly verifyToken: VerifyToken;
  readonly fixture: ServerFixture;
  readonly assumptions?: Partial<Assumptions>;
  /** What the External URL has for a path, as `/reports`; none by default. */
  readonly pathPrefix?: string;
  /** Documented: the real default is 1. Here more, so that people who try things do not wait in line. */
  readonly parallelJobs?: number;
  readonly uploadLimitBytes?: number;
  /** Sends the posts of callback blocks; without it, they are counted as refused. */
  readonly post?: Post;
}

export interface OmniscopeServer {
  readonly handle: Handler;
  /**
   * The same server by another node of it, on the same projects. Assumption: a node knows only the jobs
   * that it has started itself.
   */
  nodeHandler(node: string): Handler;
  /** The server's own schedule. */
  readonly tasks: TaskScheduler;
  readonly settings: Settings;
  readonly projects: readonly ProjectView[];
  project(path: string): ProjectView | undefined;
  /** Every job ever started, oldest first, whether the server still knows it or not. */
  readonly jobs: readonly JobView[];
  readonly requests: readonly RequestRecord[];
  /** What a person does on the project's page: sets a parameter. False if it cannot be set so. */
  setParameter(path: string, name: string, value: ParameterValue): boolean;
  /** Every folder that a person sees, with the permissions that hold in it. */
  readonly folders: readonly FolderView[];
  /** The Edit permissions dialog. False for a folder that there is not. */
  setGrant(folder: string, group: string, permission: FolderPermission, isOn: boolean): boolean;
  /** The server goes down and comes back: runs break off, all job ids are gone. */
  restart(): void;
  /** The next lookup of the job (of the newest, if none is named) finds nothing. */
  forgetJobOnce(jobId?: string): void;
  /** The job (of the newest lambda, if none is named) and its lambda project are gone. */
  loseLambda(jobId?: string): void;
}

const DEFAULT_PARALLEL_JOBS = 16;
/** Documented: 500 MB by default. */
const DEFAULT_UPLOAD_LIMIT_BYTES = 500 * 1024 * 1024;

export function createOmniscopeServer(options: OmniscopeServerOptions): OmniscopeServer {
  const { clock, random, verifyToken, pathPrefix = '', post = refusePost } = options;
  const assumptions = { ...DEFAULT_ASSUMPTIONS, ...options.assumptions };
  const projects = new ProjectStore(options.fixture);
  const parallelJobs = options.parallelJobs ?? DEFAULT_PARALLEL_JOBS;
  const executions = new Executions({ projects, assumptions, random, parallelJobs });
  const log = new RequestLog();
  const server: ServerState = {
    clock,
    projects,
    executions,
    assumptions,
    settings: { parameterAccess: true },
    uploadLimitBytes: options.uploadLimitBytes ?? DEFAULT_UPLOAD_LIMIT_BYTES,
    onStart: (job) => void runCallbackBlock(job, executions, clock, post),
  };

  const nodeHandler = (node: string) =>
    serveRequests({ server, verifyToken, log, pathPrefix, node });
  const tasks = createTaskScheduler({ clock, projects, executions, onStart: server.onStart });

  function upToDate<T>(read: () => T): T {
    executions.advance(clock.now());
    return read();
  }

  return {
    handle: nodeHandler(MAIN_NODE),
    nodeHandler,
    tasks,
    settings: server.settings,
    get projects() {
      return upToDate(() => projects.all().map(viewProject));
    },
    project(path) {
      const project = upToDate(() => projects.find(path));
      return project && viewProject(project);
    },
    get jobs() {
      return upToDate(() => executions.history.map((job) => viewJob(job, clock.now())));
    },
    get requests() {
      return log.records;
    },
    setParameter(path, name, value) {
      const project = upToDate(() => projects.find(path));
      return project !== undefined && project.update([{ name, value }], assumptions) === undefined;
    },
    get folders() {
      return projects.folders();
    },
    setGrant(folder, group, permission, isOn) {
      if (!projects.hasFolder(folder)) return false;
      projects.setGrant(folder, group, permission, isOn);
      return true;
    },
    restart: () => upToDate(() => executions.restart()),
    forgetJobOnce(jobId = executions.history.at(-1)?.request.id) {
      if (jobId !== undefined) executions.forgetOnce(jobId);
    },
    loseLambda(jobId) {
      const newest = executions.history.findLast(({ request }) => request.kind === 'lambda');
      const id = jobId ?? newest?.request.id;
      if (id !== undefined) upToDate(() => executions.lose(id));
    },
  };
}

const refusePost: Post = async () => {
  throw new Error('this sandbox posts nothing');
};
