/** The least that the platform allows: an app that does nothing but the requests that it is told to. */
import core, { type Bundle, defineApp, defineCreate } from 'zapier-platform-core';
import { leastRun } from './minimal-perform.ts';

export default defineApp({
  version: '1.0.0',
  platformVersion: core.version,
  creates: {
    run: leastRun((zapier) => async (request) => (await zapier.request({ ...request })).data),
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
