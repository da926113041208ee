/**
 * One execution. Its state is computed from the clock on request, so that no timer is needed and a
 * virtual clock drives jobs as well as the real one.
 */

import type { JobEnd } from './fixture.ts';
import type { Project } from './project.ts';

export interface JobRequest {
  readonly id: string;
  readonly kind: 'execute' | 'lambda';
  /** The node of the server that runs it; the others do not know it. */
  readonly node: string;
  /** What runs: for a lambda, the copy. */
  readonly project: Project;
  /** The project that the request named. */
  readonly original: Project;
  readonly user: string;
  /** Empty: all. */
  readonly blocks: readonly string[];
  readonly refreshFromSource: boolean;
  readonly deleteExecutionOnFinish: boolean;
  readonly createdAt: number;
}

/** Seconds in a NUMBER parameter that holds nothing useful make a run of no time at all. */
const NO_DURATION = 0;
const COMPLETED: JobEnd = { state: 'COMPLETED' };

export class Job {
  readonly request: JobRequest;
  /** Undefined while it waits in the queue. */
  startedAt: number | undefined;
  /** When it will end or has ended; known from the start of the run. */
  endsAt: number | undefined;
  /** How it will end or has ended. */
  end: JobEnd | undefined;
  /** Set when the end has come; parameters are set then. */
  isOver = false;
  /** The server no longer knows it: restarted, or the lambda project was lost. */
  isForgotten = false;
  /** Interrupted by another start, so that none of its blocks acts any more. */
  isCancelled = false;
  /** It broke off because the server went down. */
  isAbandoned = false;
  /** What became of the post of its last block, if it has one. */
  callback: 'none' | 'posted' | 'refused' = 'none';

  constructor(request: JobRequest) {
    this.request = request;
  }

  /** The run begins: what it does depends on the parameters as they are now. */
  start(now: number): void {
    const { run, values } = this.request.project;
    const seconds =
      typeof run.duration === 'number' ? run.duration / 1000 : values.get(run.duration.secondsIn);
    const duration =
      typeof seconds === 'number' && seconds > 0 ? Math.round(seconds * 1000) : NO_DURATION;
    const prelude = (run.preludes ?? []).reduce((sum, { ms }) => sum + ms, 0);
    const exception = run.endWhen;
    const isException =
      exception !== undefined && values.get(exception.parameter) === exception.equals;
    this.startedAt = now;
    this.endsAt = now + prelude + duration;
    this.end = isException ? exception.end : (run.end ?? COMPLETED);
  }

  /** The run ends as its script says, and a success leaves its results behind. */
  finish(): void {
    this.isOver = true;
    const { project, blocks } = this.request;
    if (!this.hasSucceeded || project.run.results === undefined) return;
    const { values: parameters, files } = project;
    project.setResults(project.run.results({ parameters, files, blocks }));
  }

  /** Documented: `cancelExisting` interrupts a running or queued job. */
  cancel(now: number): void {
    this.end = { state: 'CANCELLED' };
    this.endsAt = now;
    this.isOver = true;
    this.isCancelled = true;
  }

  get hasSucceeded(): boolean {
    return this.isOver && (this.end?.state === 'COMPLETED' || this.end?.state === 'FINISHED');
  }

  /** As the API says it. */
  state(now: number): string {
    if (this.isOver && this.end !== undefined) return this.end.state;
    if (this.startedAt === undefined) return 'QUEUED';
    let until = this.startedAt;
    for (const { state, ms } of this.request.project.run.preludes ?? []) {
      until += ms;
      if (now < until) return state;
    }
    return 'RUNNING';
  }

  /** Milliseconds from the start of the run to its end or to now. */
  executionTime(now: number): number {
    if (this.startedAt === undefined) return 0;
    return (this.isOver ? (this.endsAt ?? now) : now) - this.startedAt;
  }
}
