import type { Reply } from '../http/message.ts';
import type { RefreshTokenEntry } from './grants.ts';
import type { Integration } from './integrations.ts';
import { acceptProviderToken, issueTokens } from './issue-tokens.ts';
import type { ProviderTokens } from './relying-party.ts';
import type { ServerState } from './server-state.ts';
import { invalidGrant, type TokenError, toReply } from './token-error.ts';

/** Documented: the sentence that a failed refresh comes with, beside `invalid_grant`. */
const REFRESH_FAILED: TokenError = { ...invalidGrant('Token refresh failed'), documented: true };

/** RFC 6749 §6, with rotation as RFC 9700 §4.14 has it: the reuse of a rotated token ends the grant. */
export async function refreshTokens(
  server: ServerState,
  integration: Integration,
  form: URLSearchParams,
): Promise<Reply> {
  const { grants, tokens, randomText, assumptions } = server;
  const refuse = (refusal: TokenError) => toReply(refusal, assumptions);

  const presented = form.get('refresh_token') ?? '';
  const entry = grants.findRefreshToken(presented);
  if (entry?.grant.integrationId !== integration.id) {
    return refuse(invalidGrant('The refresh token is unknown, expired or revoked'));
  }
  const { grant } = entry;
  if (entry.used) {
    grants.revoke(grant.id);
    tokens.revokeGrant(grant.id);
    return refuse(invalidGrant('The refresh token was used before'));
  }
  if (grants.isSuspended(integration.id, grant.user)) return refuse(REFRESH_FAILED);

  const isRotated = assumptions.refreshToken === 'rotate';
  // Set before the provider is called, so that a second request in the meantime counts as reuse.
  entry.used = isRotated;
  const response = await refreshAtProvider(server, entry);
  if (!response.ok) {
    // The provider has ended the grant, unless it was unreachable: then a later attempt may succeed.
    if (response.error === 'unreachable') entry.used = false;
    else grants.revoke(grant.id);
    return refuse(
      response.error === 'unreachable' ? { ...REFRESH_FAILED, status: 502 } : REFRESH_FAILED,
    );
  }
  const accepted = await acceptProviderToken(server, response.accessToken);
  if (!accepted.ok) return refuse(accepted.refusal);
  if (grant.revoked) return refuse(REFRESH_FAILED);

  const refreshToken = isRotated ? randomText() : presented;
  if (isRotated) grants.addRefreshToken(grant, refreshToken);
  return issueTokens(server, grant, {
    ...response,
    refreshToken: assumptions.refreshToken === 'omit' ? undefined : refreshToken,
  });
}

/** One after the other for each grant: the provider's own refresh token is good only once. */
function refreshAtProvider(
  { relyingParty }: ServerState,
  { grant }: RefreshTokenEntry,
): Promise<ProviderTokens> {
  const turn = grant.lastRefresh.then(async (): Promise<ProviderTokens> => {
    if (grant.providerRefreshToken === undefined) return { ok: false, error: 'invalid_grant' };
    const response = await relyingParty.refresh(grant.providerRefreshToken);
    if (response.ok)
      grant.providerRefreshToken = response.refreshToken ?? grant.providerRefreshToken;
    return response;
  });
  grant.lastRefresh = turn;
  return turn;
}
