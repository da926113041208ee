import type { Reply } from '../http/message.ts';
import { json } from '../http/replies.ts';
import type { Grant } from './grants.ts';
import type { ServerState } from './server-state.ts';
import { NO_STORE, type TokenError } from './token-error.ts';

export interface TokenValues {
  /** The provider's JWT. */
  readonly accessToken: string;
  /** Seconds, as the provider says. */
  readonly expiresIn: number;
  /** As in the response; undefined for none. */
  readonly refreshToken: string | undefined;
}

/** Registers the access token and gives the response to the application (RFC 6749 §5.1). */
export function issueTokens(server: ServerState, grant: Grant, values: TokenValues): Reply {
  const { assumptions, clock, tokens, randomText } = server;
  const isOpaque = assumptions.accessToken === 'opaque';
  const accessToken = isOpaque ? randomText() : values.accessToken;
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
      expiresAt: issuedAt + values.expiresIn * 1000,
    },
    isOpaque ? values.accessToken : undefined,
  );
  return json(
    200,
    {
      access_token: accessToken,
      ...(values.refreshToken === undefined ? {} : { refresh_token: values.refreshToken }),
      token_type: assumptions.tokenType,
      ...(assumptions.expiresIn === 'number' ? { expires_in: values.expiresIn } : {}),
    },
    NO_STORE,
  );
}

/** The user of a provider's token, or why Omniscope does not take it. */
export type Acceptance =
  | { readonly ok: true; readonly user: string }
  | { readonly ok: false; readonly refusal: TokenError };

/** Documented: Omniscope rejects a provider's token without audience or subject, with these messages. */
export async function acceptProviderToken(
  { verifier, assumptions }: ServerState,
  accessToken: string,
): Promise<Acceptance> {
  const parsed = await verifier.read(accessToken);
  if (parsed.ok) return { ok: true, user: parsed.claims.user };
  // The user does not matter where the API rejects the token anyway.
  if (assumptions.badTokensRefusedAt === 'api') return { ok: true, user: '' };
  return {
    ok: false,
    refusal: {
      status: 400,
      error: assumptions.exchangeFailureCode,
      description: parsed.error,
      documented: true,
    },
  };
}
