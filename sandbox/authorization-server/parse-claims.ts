/** The claims of an access token that Omniscope uses, and its error messages for those it rejects. */

export interface AccessTokenClaims {
  /** The user as shown to people. */
  readonly user: string;
  readonly groups: readonly string[];
  readonly scopes: readonly string[];
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

export type ParsedClaims =
  | { readonly ok: true; readonly claims: AccessTokenClaims }
  | { readonly ok: false; readonly error: string };

/**
 * Reads a payload whose signature has been verified. The two documented sentences are word for word;
 * the others are the sandbox's own.
 */
export function parseClaims(
  payload: Readonly<Record<string, unknown>>,
  expected: { readonly issuer: string; readonly audience: string },
): ParsedClaims {
  const { iss, aud, sub, exp, scope, roles, preferred_username } = payload;
  const refuse = (error: string): ParsedClaims => ({ ok: false, error });

  if (iss !== expected.issuer) return refuse('Access token issuer does not match');
  const audiences = [aud].flat().filter((entry) => typeof entry === 'string');
  if (audiences.length === 0) return refuse('Access token missing audience');
  if (!audiences.includes(expected.audience)) return refuse('Access token audience does not match');
  if (typeof sub !== 'string' || sub === '') return refuse('Access token missing subject claim');
  if (typeof exp !== 'number') return refuse('Access token missing expiry');
  return {
    ok: true,
    claims: {
      user: typeof preferred_username === 'string' ? preferred_username : sub,
      // Documented: only a flat, top-level list of roles is evaluated; realm_access.roles is not.
      groups: Array.isArray(roles) ? roles.filter((role) => typeof role === 'string') : [],
      scopes: typeof scope === 'string' ? scope.split(' ').filter(Boolean) : [],
      expiresAt: exp * 1000,
    },
  };
}
