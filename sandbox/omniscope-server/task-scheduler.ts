/**
 * The server's own schedule: tasks that start a project's workflow at an interval. Documented: Omniscope has a scheduler; its jobs are ordinary jobs of the project. A run that
 * falls due while the project is busy is left out.
 */
import type { Clock } from '../clock.ts';
import type { Executions } from './executions.ts';
import type { Job } from './job.ts';
import type { ProjectStore } from './project-store.ts';
import { MAIN_NODE } from './server-state.ts';

export interface TaskScheduler {
  /** Starts the project now. @returns the job's id, or undefined where it is busy or gone. */
  start(projectPath: string): string | undefined;
  /** Starts the project every `ms` milliseconds from now on, until it is called off. */
  every(ms: number, projectPath: string): () => void;
}

export interface TaskSchedulerOptions {
  readonly clock: Clock;
  readonly projects: ProjectStore;
  readonly executions: Executions;
  readonly onStart: (job: Job) => void;
}

/** The user that a scheduled job belongs to. */
const SCHEDULER = 'scheduler';

export function createTaskScheduler(options: TaskSchedulerOptions): TaskScheduler {
  const { clock, projects, executions, onStart } = options;

  function start(projectPath: string): string | undefined {
    const now = clock.now();
    executions.advance(now);
    const project = projects.find(projectPath);
    if (project === undefined || executions.isBusy(project)) return undefined;
    const job = executions.start(
      {
        kind: 'execute',
        node: MAIN_NODE,
        project,
        original: project,
        user: SCHEDULER,
        blocks: [],
        refreshFromSource: true,
        deleteExecutionOnFinish: false,
      },
      now,
    );
    onStart(job);
    return job.request.id;
  }

  return {
    start,
    every(ms, projectPath) {
      let cancelTimer = () => {};
      const next = () => {
        cancelTimer = clock.after(ms, () => {
          start(projectPath);
          next();
        });
      };
      next();
      return () => cancelTimer();
    },
  };
}
