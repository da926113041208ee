import { createHash } from 'node:crypto';
import type { Reply } from '../http/message.ts';
import { text } from '../http/replies.ts';
import { type Integration, isRegistered } from './integrations.ts';
import { redirectTo, redirectToApplication } from './redirect.ts';
import { allowsAnApi, knownScopes } from './scopes.ts';
import type { ServerState } from './server-state.ts';
import { REDIRECT_MISMATCH } from './token-error.ts';

/**
 * `GET {External URL}/_api_/v1/integration/authorize/{integrationId}`: sends the browser on to the
 * identity provider. Nothing goes to a redirect URI that is not registered (RFC 6749 §4.1.2.1): such
 * a request, and one of an unknown client, ends with a page in plain text.
 */
export async function authorize(
  server: ServerState,
  integration: Integration,
  query: URLSearchParams,
): Promise<Reply> {
  const names = [...query.keys()];
  if (new Set(names).size < names.length) return text(400, 'A parameter is given more than once');
  if (!integration.enabled) return text(403, 'This integration is disabled');
  if (query.get('client_id') !== integration.clientId) return text(400, 'client_id does not match');
  const redirectUri = query.get('redirect_uri');
  if (redirectUri === null || !isRegistered(integration, redirectUri)) {
    return text(400, REDIRECT_MISMATCH.description);
  }

  const state = query.get('state') ?? undefined;
  const refuse = (error: string) => redirectToApplication(redirectUri, { error, state });
  if (query.get('response_type') !== 'code') return refuse('unsupported_response_type');
  const scopes = knownScopes(query.get('scope') ?? '');
  if (!allowsAnApi(scopes)) return refuse('invalid_scope');

  const { clock, randomText, logins, stateTokens, relyingParty, assumptions } = server;
  const now = clock.now();
  const loginId = randomText();
  const codeVerifier = randomText();
  logins.put(
    loginId,
    { integrationId: integration.id, redirectUri, state, scopes, codeVerifier },
    now,
  );
  return redirectTo(
    relyingParty.authorizationUrl({
      state: await stateTokens.sign(loginId, now, assumptions.loginLifetimeMs),
      scopes,
      codeChallenge: createHash('sha256').update(codeVerifier).digest('base64url'),
    }),
  );
}
