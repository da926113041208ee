/**
 * A register of access tokens for simulations and tests, in place of the authorization server and its identity
 * provider. It uses the time that it is called with.
 */
import type { Clock } from '../clock.ts';
import type { TokenVerdict } from './access.ts';

export interface TokenGrant {
  readonly user: string;
  readonly groups?: readonly string[];
  readonly scopes?: readonly string[];
  readonly lifetimeMs: number;
  /** How long after its issue the server begins to accept it, as where clocks differ; 0 unless given. */
  readonly validAfterMs?: number;
  /** Makes the token a JWT with these claims; opaque unless given. */
  readonly claims?: Readonly<Record<string, unknown>>;
}

interface IssuedToken extends TokenGrant {
  readonly validFrom: number;
  expiresAt: number;
}

/** Part of every token, so that a test can search for leaked ones. */
export const TOKEN_MARK = 'sandbox-access-token';

const BOTH_APIS = ['workflowapi:execute', 'projectapi:execute'];

export class IssuedTokens {
  readonly #clock: Clock;
  readonly #tokens = new Map<string, IssuedToken>();
  #count = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** A new access token; scopes default to both APIs'. */
  issue(grant: TokenGrant): string {
    this.#count += 1;
    const token = this.#write(grant.claims);
    const now = this.#clock.now();
    this.#tokens.set(token, {
      ...grant,
      validFrom: now + (grant.validAfterMs ?? 0),
      expiresAt: now + grant.lifetimeMs,
    });
    return token;
  }

  revoke(token: string): void {
    this.#tokens.delete(token);
  }

  revokeAll(): void {
    this.#tokens.clear();
  }

  expire(token: string): void {
    const issued = this.#tokens.get(token);
    if (issued !== undefined) issued.expiresAt = this.#clock.now();
  }

  expireAll(): void {
    for (const token of this.#tokens.keys()) this.expire(token);
  }

  /** For `createOmniscopeServer`. */
  readonly verify = (token: string, now: number): TokenVerdict => {
    const issued = this.#tokens.get(token);
    if (issued === undefined) return { ok: false, error: 'Access token not recognised' };
    if (now < issued.validFrom) return { ok: false, error: 'Access token not valid yet' };
    if (now >= issued.expiresAt) return { ok: false, error: 'Access token expired' };
    const { user, groups = [], scopes = BOTH_APIS } = issued;
    return { ok: true, user, groups, scopes };
  };

  #write(claims: TokenGrant['claims']): string {
    if (claims !== undefined) {
      const payload = { ...claims, jti: String(this.#count) };
      return [base64url({ alg: 'ES256' }), base64url(payload), TOKEN_MARK].join('.');
    }
    // Distinct in their first characters, which are all that the logs of the sandbox show.
    return `t${String(this.#count).padStart(5, '0')}.${TOKEN_MARK}`;
  }
}

function base64url(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
