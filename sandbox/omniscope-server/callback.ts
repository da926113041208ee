/**
 * The last block of a workflow that posts to the addresses held in one of its own parameters. It acts
 * without a request, so it sleeps on the clock.
 */
import type { Clock } from '../clock.ts';
import type { Executions } from './executions.ts';
import type { ParameterValue } from './fixture.ts';
import type { Job } from './job.ts';

/** Sends `body` as JSON; rejects unless it is accepted. */
export type Post = (url: string, body: unknown) => Promise<void>;

/** The real thing, over the network. */
export const postJson: Post = async (url, body) => {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    redirect: 'manual',
  });
  if (!response.ok) throw new Error(`the callback's response was ${response.status}`);
};

/** Resolves when the posts have been made, or when there are none to make. Failed ones are counted. */
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
  const addresses = addressesIn(project.value(callback.parameter));
  if (addresses.length === 0 || (isFailure && !callback.onFailure)) return;
  const body = isFailure ? failure(job) : success(job);
  const posts = await Promise.allSettled(addresses.map(async (url) => post(url, body)));
  job.callback = posts.every(({ status }) => status === 'fulfilled') ? 'posted' : 'refused';
}

/** The lines that are URLs; any other text is ignored. */
function addressesIn(value: ParameterValue): readonly string[] {
  return String(value ?? '')
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => /^https?:\/\//i.test(line));
}

/** As the block in docs/callback_block.py posts it, which this one stands in for. */
function success({ request: { project, blocks } }: Job): unknown {
  const rows =
    project.run.callback?.rows?.({ parameters: project.values, files: project.files, blocks }) ??
    [];
  return { status: 'done', row_count: rows.length, rows };
}

function failure({ end }: Job): unknown {
  return { status: 'failed', message: end?.errorMessage ?? 'The workflow failed.' };
}
