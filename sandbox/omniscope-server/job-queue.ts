/**
 * Which job runs when. Documented: one job per project at a time; a server runs a limited number of jobs
 * at once, so that QUEUED is ordinary.
 *
 * No timers: `advance(now)` catches up with everything that was due before `now`, in order, and has to
 * be called before anything is read.
 */
import type { Job } from './job.ts';
import type { Project } from './project.ts';

export class JobQueue {
  readonly #parallelJobs: number;
  readonly #onEnd: (job: Job) => void;
  readonly #running = new Map<Project, Job>();
  readonly #waiting: Job[] = [];
  #nextEndAt = Number.POSITIVE_INFINITY;

  /** `onEnd` is called with every job that ends, cancelled ones too, in the order in which they end. */
  constructor(parallelJobs: number, onEnd: (job: Job) => void) {
    this.#parallelJobs = parallelJobs;
    this.#onEnd = onEnd;
  }

  /** When the next running job ends; infinity when none runs. */
  get nextEndAt(): number {
    return this.#nextEndAt;
  }

  /** The project's jobs that run or wait. */
  activeJobs(project: Project): readonly Job[] {
    const running = this.#running.get(project);
    const waiting = this.#waiting.filter((job) => job.request.project === project);
    return running === undefined ? waiting : [running, ...waiting];
  }

  submit(job: Job, now: number): void {
    this.#waiting.push(job);
    this.#startWaiting(now);
  }

  cancel(job: Job, now: number): void {
    const at = this.#waiting.indexOf(job);
    if (at >= 0) this.#waiting.splice(at, 1);
    job.cancel(now);
    this.#leave(job, now);
  }

  advance(now: number): void {
    while (this.#nextEndAt <= now) {
      const job = this.#earliest();
      if (job === undefined) return;
      const endsAt = this.#nextEndAt;
      job.finish();
      this.#leave(job, endsAt);
    }
  }

  /** The server goes down: nothing runs and nothing waits any more. */
  abandonAll(): void {
    for (const job of [...this.#running.values(), ...this.#waiting]) job.isAbandoned = true;
    this.#running.clear();
    this.#waiting.length = 0;
    this.#nextEndAt = Number.POSITIVE_INFINITY;
  }

  #leave(job: Job, now: number): void {
    if (this.#running.get(job.request.project) === job) this.#running.delete(job.request.project);
    this.#onEnd(job);
    this.#startWaiting(now);
    this.#nextEndAt = this.#earliest()?.endsAt ?? Number.POSITIVE_INFINITY;
  }

  #startWaiting(now: number): void {
    while (this.#running.size < this.#parallelJobs) {
      const at = this.#waiting.findIndex((job) => !this.#running.has(job.request.project));
      const [job] = at < 0 ? [] : this.#waiting.splice(at, 1);
      if (job === undefined) return;
      job.start(now);
      this.#running.set(job.request.project, job);
      this.#nextEndAt = Math.min(this.#nextEndAt, job.endsAt ?? now);
    }
  }

  /** Of several that end together, the one that started first. */
  #earliest(): Job | undefined {
    let earliest: Job | undefined;
    for (const job of this.#running.values()) {
      if (earliest === undefined || (job.endsAt ?? 0) < (earliest.endsAt ?? 0)) earliest = job;
    }
    return earliest;
  }
}
