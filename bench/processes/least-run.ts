/** An action that makes the two requests of one isolated run, and does nothing else. */
import { type Bundle, defineCreate, type ZObject } from 'zapier-platform-core';
import * as z from 'zod/mini';

export interface LeastRequest {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly body?: Record<string, unknown>;
}

/** Sends a request and gives the JSON of its answer. */
export type Send = (zapier: ZObject, request: LeastRequest) => Promise<unknown>;

const startedSchema = z.object({ jobId: z.string(), lambdaProjectPath: z.string() });
const stateSchema = z.object({ jobState: z.string() });

export const leastRun = (send: Send) =>
  defineCreate({
    key: 'run',
    noun: 'Run',
    display: { label: 'Run', description: 'Makes the requests of one isolated run.' },
    operation: {
      perform: async (zapier, { inputData, authData }: Bundle) => {
        const origin = String(inputData.origin);
        const headers = { authorization: `Bearer ${authData.access_token}` };
        const start = await send(zapier, {
          method: 'POST',
          url: `${origin}/u/${inputData.project}/w/lambdaexecute`,
          headers,
          body: { deleteExecutionOnFinish: false },
        });
        const { jobId, lambdaProjectPath } = startedSchema.parse(start);
        const path = lambdaProjectPath.split('/').map(encodeURIComponent).join('/');
        const url = `${origin}/u/${path}/w/status/${jobId}`;
        const state = await send(zapier, { method: 'GET', url, headers });
        return { id: jobId, job_id: jobId, ...stateSchema.parse(state) };
      },
      sample: { id: 'EA238_3' },
    },
  });
