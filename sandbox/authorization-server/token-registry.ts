import { hashToken, tokenFingerprint } from './token-hash.ts';

/** An access token that this server has issued. */
export interface IssuedToken {
  /** Names it in lists; nothing of the token itself. */
  readonly fingerprint: string;
  readonly grantId: string;
  readonly integrationId: string;
  readonly user: string;
  readonly scopes: readonly string[];
  /** Milliseconds since 1970. */
  readonly issuedAt: number;
  /** Not accepted before. */
  readonly validFrom: number;
  readonly expiresAt: number;
  state: 'live' | 'expired' | 'revoked';
}

interface StoredToken extends IssuedToken {
  /** The provider's JWT behind a token that is not one itself. */
  readonly jwt: string | undefined;
}

/** Every token in use, by its hash, with the means to end one at any moment. */
export interface TokenRegistry {
  add(token: string, facts: Omit<IssuedToken, 'fingerprint' | 'state'>, jwt?: string): void;
  find(token: string): (IssuedToken & { readonly jwt: string | undefined }) | undefined;
  /** Oldest first. */
  list(): readonly IssuedToken[];
  /** As if the token's time were over: its holder can refresh. */
  expire(token: string): void;
  expireAll(): void;
  /** Ends all tokens of a grant. */
  revokeGrant(grantId: string): void;
}

/** How long an ended token is kept, so that an error can say why it is rejected. */
const REMEMBER_MS = 24 * 60 * 60 * 1000;

export function createTokenRegistry(): TokenRegistry {
  const tokens = new Map<string, StoredToken>();

  function expire(entry: StoredToken | undefined): void {
    if (entry?.state === 'live') entry.state = 'expired';
  }

  return {
    add(token, facts, jwt) {
      for (const [hash, { expiresAt }] of tokens) {
        if (expiresAt + REMEMBER_MS > facts.issuedAt) break;
        tokens.delete(hash);
      }
      tokens.set(hashToken(token), {
        ...facts,
        fingerprint: tokenFingerprint(token),
        state: 'live',
        jwt,
      });
    },
    find: (token) => tokens.get(hashToken(token)),
    list: () => [...tokens.values()].map(({ jwt: _hidden, ...shown }) => shown),
    expire: (token) => expire(tokens.get(hashToken(token))),
    expireAll: () => tokens.forEach(expire),
    revokeGrant(grantId) {
      for (const entry of tokens.values()) {
        if (entry.grantId === grantId) entry.state = 'revoked';
      }
    },
  };
}
