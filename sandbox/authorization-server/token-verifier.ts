import { compactVerify, type JWTVerifyGetKey } from 'jose';
import type { TokenVerdict } from '../omniscope-server/access.ts';
import { type AccessTokenClaims, type ParsedClaims, parseClaims } from './parse-claims.ts';
import { hashToken } from './token-hash.ts';

export interface TokenVerifierOptions {
  readonly issuer: string;
  readonly audience: string;
  /** The provider's published keys. */
  readonly keys: JWTVerifyGetKey;
}

export interface TokenVerifier {
  /** Checks signature and claims, not the expiry. */
  read(token: string): Promise<ParsedClaims>;
  /** @param now milliseconds since 1970: the server's own time, by which tokens expire. */
  verify(token: string, now: number): Promise<TokenVerdict>;
}

/** Asymmetric ones only: with HS256 the published key would serve to forge tokens. */
const ALGORITHMS = ['ES256', 'RS256', 'PS256'];
/** A signature is checked once for each token; the results take a few megabytes at most. */
const REMEMBERED_TOKENS = 10_000;

/**
 * Verifies the provider's JWTs for every API request: signature by the provider's key, issuer,
 * audience, subject, expiry.
 */
export function createTokenVerifier(options: TokenVerifierOptions): TokenVerifier {
  const remembered = new Map<string, AccessTokenClaims>();

  async function read(token: string): Promise<ParsedClaims> {
    const hash = hashToken(token);
    const known = remembered.get(hash);
    if (known !== undefined) return { ok: true, claims: known };

    const payload = await readSignedPayload(token, options.keys);
    if (payload === undefined) return { ok: false, error: 'Access token is invalid' };
    const parsed = parseClaims(payload, options);
    if (parsed.ok) {
      remembered.set(hash, parsed.claims);
      const [oldest] = remembered.keys();
      if (remembered.size > REMEMBERED_TOKENS && oldest !== undefined) remembered.delete(oldest);
    }
    return parsed;
  }

  return {
    read,
    async verify(token, now) {
      const parsed = await read(token);
      if (!parsed.ok) return parsed;
      const { user, groups, scopes, expiresAt } = parsed.claims;
      if (expiresAt <= now) return { ok: false, error: 'Access token expired' };
      return { ok: true, user, groups, scopes };
    },
  };
}

/** @returns undefined for anything that is not a JWT signed with one of the provider's keys. */
async function readSignedPayload(
  token: string,
  keys: JWTVerifyGetKey,
): Promise<Record<string, unknown> | undefined> {
  try {
    const { payload } = await compactVerify(token, keys, { algorithms: ALGORITHMS });
    const value: unknown = JSON.parse(new TextDecoder().decode(payload));
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
