/**
 * What the sandbox's authorization server does although Omniscope's documentation does not say so. Each
 * choice is made here once, with its reason, and can be switched where a test needs the other one.
 */
export interface AuthorizationServerAssumptions {
  /**
   * What a successful refresh does with the refresh token. `rotate`: a new one, and using the old one
   * again ends the grant. `keep`: the same one again. `omit`: none in the response, the old one stays.
   * Documented: "replace … the refresh token, if a new one is returned", so all three have to work. Rotation
   * is the default, because it is the one that reveals a client's mistakes.
   */
  refreshToken: 'rotate' | 'keep' | 'omit';
  /** Whether responses carry `expires_in`. Documented: they do; RFC 6749 §5.1 only recommends it. */
  expiresIn: 'number' | 'absent';
  /**
   * The form of refusals at the token endpoint. Documented are the sentences ("redirect_uri does not
   * match", "Token exchange failed") and `invalid_grant`; not whether they come as RFC 6749 §5.2's
   * JSON or as plain text.
   */
  errorBody: 'json' | 'text';
  /** Status of `invalid_client`. RFC 6749 §5.2 allows 400 too. Undocumented. */
  invalidClientStatus: 400 | 401;
  /**
   * Where a provider's token without the right audience or subject is refused. Documented: Omniscope
   * "rejects the tokens it receives" from the provider; that this happens in the token exchange
   * already is inferred. `api`: the connection succeeds, and every API call is refused with 401.
   */
  badTokensRefusedAt: 'token-exchange' | 'api';
  /**
   * The `error` that goes with Omniscope's own sentences about a failed exchange. RFC 6749 has no
   * code for a server whose identity provider failed.
   */
  exchangeFailureCode: string;
  /** Whether the client gets the provider's JWT (the specification's example begins as one, `eyJ`). */
  accessToken: 'jwt' | 'opaque';
  /** The `token_type` of responses. Its case does not matter (RFC 6749 §5.1); others exist (DPoP). */
  tokenType: string;
  /**
   * How long after its issue an access token is accepted, in milliseconds: some providers write `nbf`
   * or `iat` by a clock that is ahead of the server's.
   */
  validAfterMs: number;
  /** Milliseconds. RFC 6749 §4.1.2 recommends ten minutes at the most; servers give about one. */
  codeLifetimeMs: number;
  /** Milliseconds that a person may take at the provider's pages. */
  loginLifetimeMs: number;
}

export const DEFAULT_ASSUMPTIONS: Readonly<AuthorizationServerAssumptions> = {
  refreshToken: 'rotate',
  expiresIn: 'number',
  errorBody: 'json',
  invalidClientStatus: 401,
  badTokensRefusedAt: 'token-exchange',
  exchangeFailureCode: 'server_error',
  accessToken: 'jwt',
  tokenType: 'Bearer',
  validAfterMs: 0,
  codeLifetimeMs: 60_000,
  loginLifetimeMs: 10 * 60_000,
};
