/** A job of each kind, and what its server says of it. */

import type { HttpRequest } from '../../../src/omniscope/http/transport.ts';
import type { Job } from '../../../src/omniscope/jobs/job.ts';
import { pollJob } from '../../../src/omniscope/jobs/poll-job.ts';
import { parseProjectPath } from '../../../src/omniscope/paths.ts';
import { fakeServer, project, type Reply, server } from '../fixture.ts';

export const job: Job = { id: 'EA 1/2', project, lambdaProject: null, startedAt: null };
export const lambdaJob: Job = {
  ...job,
  lambdaProject: parseProjectPath('Sales/.run/Copy MTY=.iox', server),
};

export const running: Reply = { body: { jobState: 'RUNNING', executionTime: 1.5 } };
export const completed: Reply = { body: { jobState: 'COMPLETED' } };
export const noSuchJob: Reply = { body: { errorType: 'JOB_NOT_FOUND', errorMessage: 'No job' } };
export const notFound: Reply = { status: 404, body: 'Not found' };

/** Where a request goes, in short: `original status`, `lambda job-state`. */
export function placeOf({ url }: HttpRequest): string {
  const [, path = '', endpoint = ''] = /\/u\/(.*)\/w\/(.*)$/.exec(url) ?? [];
  const place = path.includes('.run') ? 'lambda' : 'original';
  if (endpoint === 'status/EA%201%2F2') return `${place} status`;
  if (endpoint === 'job/EA%201%2F2/state') return `${place} job-state`;
  return `${place} ${endpoint}`;
}

/** Polls a job for 27 s from its start; `reply` is told the job's age in milliseconds. */
export async function poll(reply: (age: number, index: number) => Reply, of = job, until = 27_000) {
  const seen: number[] = [];
  const { api, clock, requests } = fakeServer((_, index) => {
    seen.push(clock.now() - since);
    return reply(clock.now() - since, index);
  });
  const since = clock.now();
  const result = await pollJob(api, of, { startedAt: since, deadline: since + until });
  return { result, seen, took: clock.now() - since, places: requests.map(placeOf) };
}
