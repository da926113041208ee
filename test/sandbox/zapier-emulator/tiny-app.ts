/** An app of a few lines whose one action does what a test asks of it. */
import type { Bundle, ZObject } from 'zapier-platform-core';

export type Script = (z: ZObject, bundle: Bundle) => unknown;

/** Scripts by name: `inputData.script` says which of them a step performs. */
export function createTinyApp(scripts: Readonly<Record<string, Script>>, more: object = {}) {
  const perform: Script = (z, bundle) => scriptOf(bundle, bundle.inputData.script)(z, bundle);
  const performResume: Script = (z, bundle) => scriptOf(bundle, bundle.inputData.resume)(z, bundle);

  function scriptOf(_: Bundle, name: unknown): Script {
    const script = scripts[String(name)];
    if (script === undefined) throw new Error(`no script ${String(name)}`);
    return script;
  }

  return {
    version: '1.0.0',
    platformVersion: '19.1.0',
    authentication: {
      type: 'oauth2',
      fields: [{ key: 'server', required: true }],
      oauth2Config: {
        autoRefresh: true,
        authorizeUrl: (_: ZObject, { inputData }: Bundle) =>
          `${inputData.server}/authorize?client_id=tiny&state=${inputData.state}`,
        getAccessToken: async (z: ZObject, { inputData }: Bundle) => {
          const { server, ...body } = inputData;
          return (await z.request(`${server}/token`, { method: 'POST', body })).data;
        },
        refreshAccessToken: async (z: ZObject, { authData }: Bundle) => {
          const { server, refresh_token } = authData;
          const response = await z.request(`${server}/token`, {
            method: 'POST',
            body: { refresh_token },
            skipThrowForStatus: true,
          });
          if (response.status !== 200) throw new z.errors.ExpiredAuthError('Please reconnect.');
          return response.data;
        },
      },
      test: async (z: ZObject, { authData }: Bundle) =>
        (await z.request(`${authData.server}/me`, { headers: bearer(authData) })).data,
      connectionLabel: '{{user}} on {{bundle.authData.server}}',
    },
    creates: {
      probe: {
        key: 'probe',
        noun: 'Probe',
        display: { label: 'Probe', description: 'Probes.' },
        operation: {
          inputFields: [
            { key: 'script', type: 'string' },
            async (z: ZObject, { authData }: Bundle) =>
              (await z.request(`${authData.server}/fields`, { headers: bearer(authData) })).data,
          ],
          perform,
          performResume,
          sample: { id: '1' },
        },
      },
    },
    triggers: {
      change: {
        key: 'change',
        noun: 'Change',
        display: { label: 'Change', description: 'Triggers when something changes.' },
        operation: { type: 'polling', perform, sample: { id: '1' } },
      },
      posted: {
        key: 'posted',
        noun: 'Post',
        display: { label: 'New Post', description: 'Triggers when something is posted.' },
        operation: {
          type: 'hook',
          inputFields: [{ key: 'count', type: 'integer' }],
          perform,
          performList: perform,
          performSubscribe: async (z: ZObject, { authData, inputData, targetUrl }: Bundle) =>
            (await postJson(z, `${authData.server}/subscribe`, authData, { inputData, targetUrl }))
              .data,
          performUnsubscribe: async (z: ZObject, bundle: Bundle) => {
            const { authData, subscribeData, targetUrl } = bundle;
            const url = `${authData.server}/unsubscribe`;
            return (await postJson(z, url, authData, { subscribeData, targetUrl })).data;
          },
          sample: { id: '1' },
        },
      },
    },
    searches: {},
    ...more,
  };
}

function postJson(z: ZObject, url: string, authData: Bundle['authData'], body: object) {
  return z.request({ url, method: 'POST', headers: bearer(authData), body });
}

export function bearer(authData: Bundle['authData']): Record<string, string> {
  return { authorization: `Bearer ${authData.access_token}` };
}

/** Most scripts: a GET with the connection's token, and what came of it. */
export function get(path: string): Script {
  return async (z, { authData }) =>
    (await z.request(`${authData.server}${path}`, { headers: bearer(authData) })).data;
}
