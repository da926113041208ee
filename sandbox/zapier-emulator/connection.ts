/** One connection of a user: what getAccessToken gave, kept flat and renewed by refreshes. */

export type AuthData = Readonly<Record<string, unknown>>;

/**
 * - `shared`: one refresh at a time; a run that needs one meanwhile, or whose data is older than the last
 *   refresh, takes its result;
 * - `each`: every run refreshes on its own, all with the same refresh token if they come together.
 *
 * Not known: which of the two Zapier does.
 */
export type Refreshing = 'shared' | 'each';

export interface Connection {
  readonly authData: AuthData;
  /** Replaces all of it, as connecting again does. */
  replace(authData: AuthData): void;
  /**
   * Renews the data that a run has found too old. `refresh` gets the stored data and gives what
   * refreshAccessToken returned. Resolves to whether this call did the refresh or took another's.
   */
  renew(
    outdated: AuthData,
    refresh: (stored: AuthData) => Promise<AuthData>,
  ): Promise<'refreshed' | 'joined'>;
}

export function createConnection(initial: AuthData, refreshing: Refreshing): Connection {
  let authData = initial;
  let underWay: Promise<void> | undefined;

  async function refreshWith(refresh: (stored: AuthData) => Promise<AuthData>): Promise<void> {
    const returned = await refresh(authData);
    // Documented: what is returned overwrites, also null and ''; what is missing stays as it was.
    authData = { ...authData, ...returned };
  }

  return {
    get authData() {
      return authData;
    },
    replace(next) {
      authData = next;
    },
    async renew(outdated, refresh) {
      if (refreshing === 'each') {
        await refreshWith(refresh);
        return 'refreshed';
      }
      if (underWay !== undefined) {
        await underWay;
        return 'joined';
      }
      if (outdated !== authData) return 'joined';
      underWay = refreshWith(refresh);
      try {
        await underWay;
      } finally {
        underWay = undefined;
      }
      return 'refreshed';
    },
  };
}
