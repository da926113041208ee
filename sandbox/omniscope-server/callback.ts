/**
 * The last block of a workflow that posts to a URL held in one of its own parameters. This is the
 * one thing that happens without being asked for, so it sleeps on the clock.
 */
import type { Clock } from '../clock.ts';
import type { Executions } from './executions.ts';
import type { Job } from './job.ts';

/** Sends `body` as JSON; rejects when nobody takes it. */
export type Post = (url: string, body: unknown) => Promise<void>;

/** The real thing, over the network. */
export const postJson: Post = async (url, body) => {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    redirect: 'manual',
  });
  if (!response.ok) throw new Error(`the callback was answered with ${response.status}`);
};

/** Resolves when the post has been made, or never will be. A post that fails fails quietly. */
export async function runCallbackBlock(
  job: Job,
  executions: Executions,
  clock: Clock,
  post: Post,
): Promise<void> {
  const { project } = job.request;
  const { callback } = project.run;
  if (callback === undefined) return;

  for (;;) {
    const now = clock.now();
    executions.advance(now);
    if (job.isAbandoned || job.isCancelled) return;
    const dueAt = job.endsAt === undefined ? undefined : job.endsAt - callback.leadMs;
    if (dueAt !== undefined && dueAt <= now) break;
    const wakeAt = dueAt ?? executions.nextEndAt;
    if (!Number.isFinite(wakeAt)) return;
    await clock.sleep(Math.max(1, wakeAt - now));
  }

  const isFailure = job.end?.state === 'FAILED' || job.end?.state === 'ERROR';
  const url = project.value(callback.parameter);
  if (typeof url !== 'string' || url === '' || (isFailure && !callback.onFailure)) return;
  try {
    await post(url, { project: project.path, outcome: isFailure ? 'failure' : 'success' });
    job.callback = 'posted';
  } catch {
    job.callback = 'refused';
  }
}
