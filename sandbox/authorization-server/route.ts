import type { Reply, Request } from '../http/message.ts';
import { html, text } from '../http/replies.ts';
import { authorize } from './authorize.ts';
import { handleCallback } from './callback.ts';
import type { ServerState } from './server-state.ts';
import { handleTokenRequest } from './token-endpoint.ts';

/** Documented: both endpoints are "page not found" where there is no such integration. */
const NOT_FOUND = html(404, 'Page not found', '<p>There is no such integration.</p>');

/** @returns undefined for an address outside this server. */
export function route(state: ServerState, request: Request): Promise<Reply> | undefined {
  const [path = '', ...rest] = request.url.split('?');
  const endpoints = `${state.path}_api_/v1/integration/`;
  const query = () => new URLSearchParams(rest.join('?'));
  if (path === `${state.path}oidc-icb`) {
    return only('GET', request, () => handleCallback(state, query()));
  }
  if (!path.startsWith(endpoints)) return undefined;

  const endpoint = path.slice(endpoints.length);
  for (const integration of state.integrations) {
    if (endpoint === `authorize/${integration.id}`) {
      return only('GET', request, () => authorize(state, integration, query()));
    }
    if (endpoint === `oauth/token/${integration.id}`) {
      return only('POST', request, () => handleTokenRequest(state, integration, request));
    }
  }
  return Promise.resolve(NOT_FOUND);
}

function only(method: string, request: Request, response: () => Promise<Reply>): Promise<Reply> {
  return request.method === method
    ? response()
    : Promise.resolve(text(405, `${method} only`, { allow: method }));
}
