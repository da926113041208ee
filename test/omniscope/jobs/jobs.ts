/** A job of each kind, and what its server says of it. */

import type { HttpRequest } from '../../../src/omniscope/http/transport.ts';
import type { Job } from '../../../src/omniscope/jobs/job.ts';
import { parseProjectPath } from '../../../src/omniscope/paths.ts';
import { project, type Reply, server } from '../fixture.ts';

export const job: Job = { id: 'EA 1/2', project, lambdaProject: null, startedAt: null };
export const lambdaJob: Job = {
  ...job,
  lambdaProject: parseProjectPath('Sales/.run/Copy MTY=.iox', server),
};

export const running: Reply = { body: { jobState: 'RUNNING', executionTime: 1.5 } };
export const completed: Reply = { body: { jobState: 'COMPLETED' } };
export const noSuchJob: Reply = { body: { errorType: 'JOB_NOT_FOUND', errorMessage: 'No job' } };
export const notFound: Reply = { status: 404, body: 'Not found' };

/** Where a request looks, in short: `original status`, `lambda job-state`. */
export function placeOf({ url }: HttpRequest): string {
  const [, path = '', endpoint = ''] = /\/u\/(.*)\/w\/(.*)$/.exec(url) ?? [];
  const place = path.includes('.run') ? 'lambda' : 'original';
  if (endpoint === 'status/EA%201%2F2') return `${place} status`;
  if (endpoint === 'job/EA%201%2F2/state') return `${place} job-state`;
  return `${place} ${endpoint}`;
}
