import type { Reply } from '../http/message.ts';
import { type Integration, isRegisteredFor } from './integrations.ts';
import { acceptProviderToken, issueTokens } from './issue-tokens.ts';
import { OFFLINE_ACCESS } from './scopes.ts';
import type { ServerState } from './server-state.ts';
import { invalidGrant, REDIRECT_MISMATCH, type TokenError, toReply } from './token-error.ts';

/** RFC 6749 §4.1.3. A code is used up by the first request that names it, even if that request fails. */
export async function exchangeCode(
  server: ServerState,
  integration: Integration,
  form: URLSearchParams,
): Promise<Reply> {
  const { clock, codes, usedCodes, grants, tokens, relyingParty, randomText, assumptions } = server;
  const refuse = (refusal: TokenError) => toReply(refusal, assumptions);

  const code = form.get('code') ?? '';
  const facts = codes.take(code, clock.now());
  if (facts === undefined) {
    // RFC 6749 §4.1.2: a code that comes twice was stolen by one of the two.
    const grantId = usedCodes.take(code, clock.now());
    if (grantId !== undefined) {
      grants.revoke(grantId);
      tokens.revokeGrant(grantId);
    }
    return refuse(invalidGrant('The code is unknown, used or expired'));
  }
  const grantId = randomText();
  usedCodes.put(code, grantId, clock.now());
  if (facts.integrationId !== integration.id) {
    return refuse(invalidGrant('The code belongs to another integration'));
  }
  const redirectUri = form.get('redirect_uri') ?? '';
  if (redirectUri !== facts.redirectUri) return refuse(REDIRECT_MISMATCH);

  const response = await relyingParty.exchange(facts.providerCode, facts.codeVerifier);
  if (!response.ok) return refuse(exchangeFailure(server, response.error));
  const accepted = await acceptProviderToken(server, response.accessToken);
  if (!accepted.ok) return refuse(accepted.refusal);
  const { user } = accepted;
  if (!isRegisteredFor(integration, user, redirectUri)) return refuse(REDIRECT_MISMATCH);
  if (grants.isSuspended(integration.id, user)) {
    return refuse(invalidGrant('The user has suspended this integration'));
  }

  const { scopes } = facts;
  const grant = grants.create({
    id: grantId,
    integrationId: integration.id,
    user,
    scopes,
    providerRefreshToken: response.refreshToken,
  });
  // Documented: "only returned if the offline_access scope was requested and granted".
  const isOffline = scopes.includes(OFFLINE_ACCESS) && response.refreshToken !== undefined;
  const refreshToken = isOffline ? randomText() : undefined;
  if (refreshToken !== undefined) grants.addRefreshToken(grant, refreshToken);
  return issueTokens(server, grant, { ...response, refreshToken });
}

function exchangeFailure({ assumptions }: ServerState, error: string): TokenError {
  // Documented: invalid_redirect_uri reaches the application as it is, all else as one sentence.
  return error === 'invalid_redirect_uri'
    ? {
        status: 400,
        error,
        description: 'invalid_redirect_uri',
        documented: true,
      }
    : {
        status: error === 'unreachable' ? 502 : 400,
        error: assumptions.exchangeFailureCode,
        description: 'Token exchange failed',
        documented: true,
      };
}
