import type { Adapter, AdapterFactory, AdapterPayload } from 'oidc-provider';

/**
 * Where the provider keeps sessions, codes, grants and tokens: in memory, one store for each start.
 * The provider's own quick-start store keeps a thousand entries and then forgets the oldest, which a
 * sandbox with a thousand users at once would feel as grants that vanish.
 */
interface Entry {
  payload: AdapterPayload;
  /** Milliseconds since 1970, or Infinity. */
  expiresAt: number;
}

/** After so many writes the store throws out what has expired: rarely felt, and memory stays bounded. */
const WRITES_BETWEEN_SWEEPS = 1_000;

export function createMemoryAdapter(now: () => number): AdapterFactory {
  const entries = new Map<string, Entry>();
  const keysOfGrant = new Map<string, Set<string>>();
  const keyOfSessionUid = new Map<string, string>();
  let writes = 0;

  function remove(key: string): void {
    const { grantId, uid } = entries.get(key)?.payload ?? {};
    entries.delete(key);
    if (uid !== undefined && keyOfSessionUid.get(uid) === key) keyOfSessionUid.delete(uid);
    if (grantId === undefined) return;
    const keys = keysOfGrant.get(grantId);
    keys?.delete(key);
    if (keys?.size === 0) keysOfGrant.delete(grantId);
  }

  function sweep(): void {
    for (const [key, { expiresAt }] of entries) if (expiresAt <= now()) remove(key);
  }

  function read(key: string): AdapterPayload | undefined {
    const entry = entries.get(key);
    return entry && entry.expiresAt > now() ? entry.payload : undefined;
  }

  return (model): Adapter => {
    const keyOf = (id: string) => `${model}:${id}`;
    return {
      async upsert(id, payload, expiresIn) {
        const key = keyOf(id);
        remove(key);
        const expiresAt =
          expiresIn === undefined ? Number.POSITIVE_INFINITY : now() + expiresIn * 1000;
        entries.set(key, { payload, expiresAt });
        if (model === 'Session' && payload.uid !== undefined) keyOfSessionUid.set(payload.uid, key);
        if (payload.grantId !== undefined) {
          const keys = keysOfGrant.get(payload.grantId) ?? new Set();
          keysOfGrant.set(payload.grantId, keys.add(key));
        }
        writes += 1;
        if (writes % WRITES_BETWEEN_SWEEPS === 0) sweep();
      },
      find: async (id) => read(keyOf(id)),
      findByUid: async (uid) => read(keyOfSessionUid.get(uid) ?? ''),
      // Only the device flow has user codes, and it is off.
      findByUserCode: async () => undefined,
      async consume(id) {
        const payload = read(keyOf(id));
        if (payload) payload.consumed = Math.floor(now() / 1000);
      },
      destroy: async (id) => remove(keyOf(id)),
      async revokeByGrantId(grantId) {
        for (const key of [...(keysOfGrant.get(grantId) ?? [])]) remove(key);
      },
    };
  };
}
