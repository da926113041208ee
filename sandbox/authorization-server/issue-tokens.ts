import type { Reply } from '../http/message.ts';
import { json } from '../http/replies.ts';
import type { Grant } from './grants.ts';
import type { ServerState } from './server-state.ts';
import { NO_STORE, type TokenError } from './token-error.ts';

export interface FreshTokens {
  /** The provider's JWT. */
  readonly accessToken: string;
  /** Seconds, as the provider says. */
  readonly expiresIn: number;
  /** What the answer says; undefined for none. */
  readonly refreshToken: string | undefined;
}

/** Writes the access token down and answers the application (RFC 6749 §5.1). */
export function issueTokens(server: ServerState, grant: Grant, fresh: FreshTokens): Reply {
  const { assumptions, clock, tokens, randomText } = server;
  const isOpaque = assumptions.accessToken === 'opaque';
  const accessToken = isOpaque ? randomText() : fresh.accessToken;
  const issuedAt = clock.now();
  tokens.add(
    accessToken,
    {
      grantId: grant.id,
      integrationId: grant.integrationId,
      user: grant.user,
      scopes: grant.scopes,
      issuedAt,
      validFrom: issuedAt + assumptions.validAfterMs,
      expiresAt: issuedAt + fresh.expiresIn * 1000,
    },
    isOpaque ? fresh.accessToken : undefined,
  );
  return json(
    200,
    {
      access_token: accessToken,
      ...(fresh.refreshToken === undefined ? {} : { refresh_token: fresh.refreshToken }),
      token_type: assumptions.tokenType,
      ...(assumptions.expiresIn === 'number' ? { expires_in: fresh.expiresIn } : {}),
    },
    NO_STORE,
  );
}

/** The user of a provider's token, or why Omniscope does not take it. */
export type Acceptance =
  | { readonly ok: true; readonly user: string }
  | { readonly ok: false; readonly refusal: TokenError };

/** Documented: Omniscope rejects a provider's token without audience or subject, in these words. */
export async function acceptProviderToken(
  { verifier, assumptions }: ServerState,
  accessToken: string,
): Promise<Acceptance> {
  const reading = await verifier.read(accessToken);
  if (reading.ok) return { ok: true, user: reading.claims.user };
  // The user of a token that only the API will refuse is of no consequence.
  if (assumptions.badTokensRefusedAt === 'api') return { ok: true, user: '' };
  return {
    ok: false,
    refusal: {
      status: 400,
      error: assumptions.exchangeFailureCode,
      description: reading.error,
      documented: true,
    },
  };
}
