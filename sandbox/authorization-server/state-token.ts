import { jwtVerify, SignJWT } from 'jose';

/**
 * The `state` that Omniscope sends to the identity provider: a signed JWT, so that only callbacks of
 * logins that this very server began are taken. Documented: it carries the "resource server issuer" and is
 * signed with the "state signing secret", both set by the administrator.
 */
export interface StateTokens {
  /** @param loginId names the pending login. */
  sign(loginId: string, now: number, lifetimeMs: number): Promise<string>;
  /** @returns the login's id, or undefined for a state that is not ours, altered or expired. */
  verify(state: string, now: number): Promise<string | undefined>;
}

export function createStateTokens(issuer: string, secret: string): StateTokens {
  const key = new TextEncoder().encode(secret);
  return {
    sign(loginId, now, lifetimeMs) {
      return new SignJWT()
        .setProtectedHeader({ alg: 'HS256' })
        .setIssuer(issuer)
        .setJti(loginId)
        .setExpirationTime(new Date(now + lifetimeMs))
        .sign(key);
    },
    async verify(state, now) {
      try {
        const { payload } = await jwtVerify(state, key, {
          issuer,
          algorithms: ['HS256'],
          currentDate: new Date(now),
        });
        return payload.jti;
      } catch {
        return undefined;
      }
    },
  };
}
