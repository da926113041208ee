import { type Outcome, type Request, replied } from '../http/message.ts';
import { html, text } from '../http/replies.ts';
import { authorize } from './authorize.ts';
import type { BrokerState } from './broker-state.ts';
import { takeCallback } from './callback.ts';
import { answerTokenRequest } from './token-endpoint.ts';

/** fact: both endpoints are "page not found" where there is no such integration. */
const NOT_FOUND = html(404, 'Page not found', '<p>There is no such integration.</p>');

/** @returns undefined for an address that is none of the broker's. */
export function route(state: BrokerState, request: Request): Promise<Outcome> | undefined {
  const { pathname: prefix } = new URL(`${state.externalUrl}/`);
  const [path = '', query = ''] = split(request.url);
  const only = (method: string, answer: () => Promise<Outcome>): Promise<Outcome> =>
    request.method === method
      ? answer()
      : Promise.resolve(replied(text(405, `${method} only`, { allow: method })));

  if (path === `${prefix}oidc-icb`) {
    return only('GET', async () => replied(await takeCallback(state, new URLSearchParams(query))));
  }
  const endpoints = `${prefix}_api_/v1/integration/`;
  if (!path.startsWith(endpoints)) return undefined;
  const rest = path.slice(endpoints.length);
  const integration = state.integrations.find(({ id }) => rest.endsWith(`/${id}`));
  const endpoint = rest.slice(0, rest.lastIndexOf('/'));
  if (integration === undefined || !['authorize', 'oauth/token'].includes(endpoint)) {
    return Promise.resolve(replied(NOT_FOUND));
  }
  return endpoint === 'authorize'
    ? only('GET', async () =>
        replied(await authorize(state, integration, new URLSearchParams(query))),
      )
    : only('POST', async () => replied(await answerTokenRequest(state, integration, request)));
}

function split(url: string): [string, string] {
  const at = url.indexOf('?');
  return at < 0 ? [url, ''] : [url.slice(0, at), url.slice(at + 1)];
}
