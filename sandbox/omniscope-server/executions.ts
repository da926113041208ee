/** The server's jobs: started, looked up, lost. `advance` lets time catch up before anything else. */
import type { Assumptions } from './assumptions.ts';
import { Job, type JobRequest } from './job.ts';
import { JobQueue } from './job-queue.ts';
import type { Project } from './project.ts';
import type { ProjectStore } from './project-store.ts';

/** What the caller decides of a job request. */
export type Start = Omit<JobRequest, 'id' | 'createdAt'>;

/** Job ids look like the documented example EA238_3: a mark of the server's start, then a count. */
const ID_MARKS = 0x10000;

export class Executions {
  readonly #projects: ProjectStore;
  readonly #assumptions: Assumptions;
  readonly #random: () => number;
  readonly #queue: JobQueue;
  /** Every job ever started, forgotten or not, oldest first. */
  readonly #history: Job[] = [];
  readonly #known = new Map<string, Job>();
  readonly #missOnce = new Set<string>();
  /** Ended lambda jobs whose project is to go, earliest end first. */
  readonly #teardowns: Job[] = [];
  #idMark: string;
  #count = 0;

  constructor(options: {
    readonly projects: ProjectStore;
    readonly assumptions: Assumptions;
    readonly random: () => number;
    readonly parallelJobs: number;
  }) {
    this.#projects = options.projects;
    this.#assumptions = options.assumptions;
    this.#random = options.random;
    this.#queue = new JobQueue(options.parallelJobs, (job) => {
      if (isTemporary(job)) this.#teardowns.push(job);
    });
    this.#idMark = this.#newIdMark();
  }

  get history(): readonly Job[] {
    return this.#history;
  }

  /** When something will next happen by itself; infinity when nothing runs. */
  get nextEndAt(): number {
    return this.#queue.nextEndAt;
  }

  advance(now: number): void {
    this.#queue.advance(now);
    for (let next = this.#teardowns[0]; next !== undefined; next = this.#teardowns[0]) {
      if ((next.endsAt ?? now) + this.#assumptions.lambdaTeardownMs > now) return;
      this.#projects.remove(next.request.project);
      this.#teardowns.shift();
    }
  }

  /** A mark that no other lambda of this server has, in the form of the documented example's. */
  lambdaMark(now: number): string {
    return `${now}+${this.#count + 1}`;
  }

  start(request: Start, now: number): Job {
    this.#count += 1;
    const job = new Job({ ...request, id: `${this.#idMark}_${this.#count}`, createdAt: now });
    this.#history.push(job);
    this.#known.set(job.request.id, job);
    this.#queue.submit(job, now);
    return job;
  }

  isBusy(project: Project): boolean {
    return this.#queue.activeJobs(project).length > 0;
  }

  cancelActive(project: Project, now: number): void {
    for (const job of this.#queue.activeJobs(project)) this.#queue.cancel(job, now);
  }

  /** The job as this node of the server knows it now, or undefined: JOB_NOT_FOUND. */
  find(id: string, now: number, node: string): Job | undefined {
    if (this.#missOnce.delete(id)) return undefined;
    const job = this.#known.get(id);
    if (job === undefined || job.isForgotten || this.#isPast(job, now)) return undefined;
    return job.request.node === node ? job : undefined;
  }

  /** The next lookup of this job finds nothing, as on another node of a cluster. */
  forgetOnce(id: string): void {
    this.#missOnce.add(id);
  }

  /** The job and a lambda's project can no longer be found, although the run continues. */
  lose(id: string): void {
    const job = this.#known.get(id);
    if (job === undefined) return;
    job.isForgotten = true;
    if (job.request.kind === 'lambda') this.#projects.remove(job.request.project);
  }

  /** Runs break off and all job ids are gone; projects stay, but for temporary copies. */
  restart(): void {
    this.#queue.abandonAll();
    for (const job of this.#known.values()) {
      job.isForgotten = true;
      if (isTemporary(job)) this.#projects.remove(job.request.project);
    }
    this.#known.clear();
    this.#teardowns.length = 0;
    // The count goes on, so that no id of before can mean another job.
    this.#idMark = this.#newIdMark();
  }

  #isPast(job: Job, now: number): boolean {
    if (!isTemporary(job) || !job.isOver) return false;
    return now >= (job.endsAt ?? now) + this.#assumptions.forgetFinishedLambdaAfterMs;
  }

  #newIdMark(): string {
    return `E${Math.floor(this.#random() * ID_MARKS)
      .toString(16)
      .toUpperCase()}`;
  }
}

function isTemporary({ request }: Job): boolean {
  return request.kind === 'lambda' && request.deleteExecutionOnFinish;
}
