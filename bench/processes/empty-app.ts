/** The least that the platform allows: an app that does nothing but the requests that it is told to. */
import core, { type Bundle, defineApp, defineCreate } from 'zapier-platform-core';
import * as z from 'zod/mini';

const startedSchema = z.object({ jobId: z.string(), lambdaProjectPath: z.string() });
const stateSchema = z.object({ jobState: z.string() });

export default defineApp({
  version: '1.0.0',
  platformVersion: core.version,
  creates: {
    run: defineCreate({
      key: 'run',
      noun: 'Run',
      display: { label: 'Run', description: 'Makes the requests of one isolated run.' },
      operation: {
        perform: async (zapier, bundle: Bundle) => {
          const { inputData, authData } = bundle;
          const origin = String(inputData.origin);
          const headers = { authorization: `Bearer ${authData.access_token}` };
          const start = await zapier.request({
            method: 'POST',
            url: `${origin}/u/${inputData.project}/w/lambdaexecute`,
            headers,
            body: { deleteExecutionOnFinish: false },
          });
          const { jobId, lambdaProjectPath } = startedSchema.parse(start.data);
          const path = lambdaProjectPath.split('/').map(encodeURIComponent).join('/');
          const url = `${origin}/u/${path}/w/status/${jobId}`;
          const state = await zapier.request({ url, headers });
          return { id: jobId, job_id: jobId, ...stateSchema.parse(state.data) };
        },
        sample: { id: 'EA238_3' },
      },
    }),
    request: defineCreate({
      key: 'request',
      noun: 'Request',
      display: { label: 'Request', description: 'Makes one request.' },
      operation: {
        perform: async (zapier, { inputData, authData }: Bundle) => {
          const headers = { authorization: `Bearer ${authData.access_token}` };
          const { status } = await zapier.request({ url: String(inputData.url), headers });
          return { id: String(status) };
        },
        sample: { id: '200' },
      },
    }),
  },
});
