/**
 * A register of access tokens for simulations and tests, in place of the authorization server and its identity
 * provider. It runs on the time that it is asked with.
 */
import type { Clock } from '../clock.ts';
import type { TokenVerdict } from './access.ts';

export interface TokenGrant {
  readonly user: string;
  readonly groups?: readonly string[];
  readonly scopes?: readonly string[];
  readonly lifetimeMs: number;
}

interface IssuedToken extends TokenGrant {
  expiresAt: number;
}

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
    // Told apart by their first characters, as tokens are in every log of the sandbox.
    const token = `t${String(this.#count).padStart(5, '0')}.sandbox-access-token`;
    this.#tokens.set(token, { ...grant, expiresAt: this.#clock.now() + grant.lifetimeMs });
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

  /** The seam of `createOmniscope`. */
  readonly verify = (token: string, now: number): TokenVerdict => {
    const issued = this.#tokens.get(token);
    if (issued === undefined) return { ok: false, error: 'Access token not recognised' };
    if (now >= issued.expiresAt) return { ok: false, error: 'Access token expired' };
    const { user, groups = [], scopes = BOTH_APIS } = issued;
    return { ok: true, user, groups, scopes };
  };
}
