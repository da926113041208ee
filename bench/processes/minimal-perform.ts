/** The two requests of one isolated run and nothing else: what every measured rate is compared with. */
import { type Bundle, defineCreate, type ZObject } from 'zapier-platform-core';
import * as z from 'zod/mini';

export interface LeastRequest {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly body?: Record<string, unknown>;
}

/** Sends a request and gives the JSON of its answer. */
export type Send = (request: LeastRequest) => Promise<unknown>;

const startedSchema = z.object({ jobId: z.string(), lambdaProjectPath: z.string() });
const stateSchema = z.object({ jobState: z.string() });

/** Starts an isolated run and reads its state. @returns the job's id */
export async function twoRequests(
  send: Send,
  { origin, project, token }: { origin: string; project: string; token: string },
): Promise<string> {
  const headers = { authorization: `Bearer ${token}` };
  const started = await send({
    method: 'POST',
    url: `${origin}/u/${project}/w/lambdaexecute`,
    headers,
    body: { deleteExecutionOnFinish: false },
  });
  const { jobId, lambdaProjectPath } = startedSchema.parse(started);
  const path = lambdaProjectPath.split('/').map(encodeURIComponent).join('/');
  const url = `${origin}/u/${path}/w/status/${jobId}`;
  stateSchema.parse(await send({ method: 'GET', url, headers }));
  return jobId;
}

/** The same as an action of an app. */
export const leastRun = (sendBy: (zapier: ZObject) => Send) =>
  defineCreate({
    key: 'run',
    noun: 'Run',
    display: { label: 'Run', description: 'Makes the requests of one isolated run.' },
    operation: {
      perform: async (zapier, { inputData, authData }: Bundle) => {
        const id = await twoRequests(sendBy(zapier), {
          origin: String(inputData.origin),
          project: String(inputData.project),
          token: String(authData.access_token),
        });
        return { id, job_id: id };
      },
      sample: { id: 'EA238_3' },
    },
  });
