import { hashToken } from './token-hash.ts';

/** What a user has granted to an integration by going through one login. */
export interface Grant {
  readonly id: string;
  readonly integrationId: string;
  readonly user: string;
  readonly scopes: readonly string[];
  /** The provider's refresh token, which never leaves the server. */
  providerRefreshToken: string | undefined;
  revoked: boolean;
  /** Settles when the last refresh at the provider has ended. Never rejects. */
  lastRefresh: Promise<unknown>;
}

export interface RefreshTokenEntry {
  readonly grant: Grant;
  /** Rotated: its reuse means that it was copied. */
  used: boolean;
}

/** The grants, their refresh tokens, and what users can do to them in their Profile settings. */
export interface Grants {
  create(facts: Omit<Grant, 'revoked' | 'lastRefresh'>): Grant;
  addRefreshToken(grant: Grant, refreshToken: string): void;
  findRefreshToken(refreshToken: string): RefreshTokenEntry | undefined;
  revoke(grantId: string): void;
  /** Documented: "Toggle Enable integration on or off to temporarily suspend access without revoking it". */
  suspend(integrationId: string, user: string): void;
  resume(integrationId: string, user: string): void;
  isSuspended(integrationId: string, user: string): boolean;
  /** Grants that were not revoked, of all users or of one. */
  list(integrationId?: string, user?: string): readonly Grant[];
}

export function createGrants(): Grants {
  const grants = new Map<string, Grant>();
  const refreshTokens = new Map<string, RefreshTokenEntry>();
  const suspended = new Set<string>();
  const connection = (integrationId: string, user: string) => `${integrationId} ${user}`;

  return {
    create(facts) {
      const grant: Grant = { ...facts, revoked: false, lastRefresh: Promise.resolve() };
      grants.set(grant.id, grant);
      return grant;
    },
    addRefreshToken(grant, refreshToken) {
      refreshTokens.set(hashToken(refreshToken), { grant, used: false });
    },
    findRefreshToken: (refreshToken) => refreshTokens.get(hashToken(refreshToken)),
    revoke(grantId) {
      const grant = grants.get(grantId);
      if (grant === undefined) return;
      grant.revoked = true;
      grants.delete(grantId);
      for (const [hash, entry] of refreshTokens) {
        if (entry.grant === grant) refreshTokens.delete(hash);
      }
    },
    suspend: (integrationId, user) => void suspended.add(connection(integrationId, user)),
    resume: (integrationId, user) => void suspended.delete(connection(integrationId, user)),
    isSuspended: (integrationId, user) => suspended.has(connection(integrationId, user)),
    list: (integrationId, user) =>
      [...grants.values()].filter(
        (grant) =>
          (integrationId === undefined || grant.integrationId === integrationId) &&
          (user === undefined || grant.user === user),
      ),
  };
}
