/** What a response means that is not the one that was hoped for. */
import type { Api, ApiResponse } from '../api.ts';
import { type Action, OmniscopeError, type Permission } from '../errors.ts';
import { scopeOf } from '../oauth/scopes.ts';
import type { Intermediary } from './response-source.ts';
import { parseRetryAfter } from './retry-after.ts';

/**
 * Throws for the responses that mean the same at every endpoint. What is left is the API's own: a success,
 * a failure that it names, or a 4xx with a text.
 *
 * @throws OmniscopeError server-busy, not-an-omniscope-api, intermediary-response, forbidden, token-rejected,
 *   server-failed
 */
export function throwForStatus(api: Api, response: ApiResponse, permission: Permission): void {
  const { host } = api.server;
  const { status, body, source } = response;
  // It does not matter whether the server or a gateway limits requests (RFC 6585 §4).
  if (status === 429) {
    const retryAfterSeconds = parseRetryAfter(api.clock, response);
    throw new OmniscopeError('server-busy', { host, retryAfterSeconds });
  }
  if (source.from === 'intermediary') throw intermediaryError(host, source.intermediary);
  if (status === 403) throw forbiddenError(api, response, permission);
  if (status >= 500 && body.failure === null)
    throw new OmniscopeError('server-failed', { host, status });
}

/** A redirect is what a wrong server URL gets; all else is named by what it is. */
export function intermediaryError(host: string, intermediary: Intermediary): OmniscopeError {
  return intermediary.found === 'redirect'
    ? new OmniscopeError('not-an-omniscope-api', { host, found: 'a redirect' })
    : new OmniscopeError('intermediary-response', { host, ...intermediary });
}

/**
 * What a 403 of an API means: `forbidden`, or `token-rejected` when a scope is missing. Documented: a
 * provider that was not set up for the API leaves the API's scope out of its tokens. In which words the server
 * says so is not documented, so the word "scope" has to do, or the code of RFC 6750 §3.1.
 */
export function forbiddenError(
  api: Api,
  response: ApiResponse,
  permission: Permission,
): OmniscopeError {
  const scopeExcluded = !api.scopes.includes(scopeOf(permission));
  const said = `${response.body.serverMessage ?? ''} ${response.header('www-authenticate') ?? ''}`;
  // A word of its own: the product's name ends in it.
  const isForScope = !scopeExcluded && /\bscopes?\b|insufficient_scope/i.test(said);
  if (isForScope) return new OmniscopeError('token-rejected', { reason: 'scope' });
  return new OmniscopeError('forbidden', { permission, scopeExcluded });
}

/** The server's own message on why it rejected a request for a reason that no other error names. */
export function rejectedError(action: Action, response: ApiResponse): OmniscopeError {
  return new OmniscopeError('request-rejected', {
    action,
    serverMessage: response.body.serverMessage,
  });
}
