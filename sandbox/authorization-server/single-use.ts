/**
 * Values that may be taken out once, before they expire: pending logins and authorization codes.
 * Expired ones are thrown out as new ones come, so that abandoned logins do not pile up.
 */
export interface SingleUse<T> {
  put(key: string, value: T, now: number): void;
  /** @returns undefined for a key that is unknown, used or expired. */
  take(key: string, now: number): T | undefined;
  readonly size: number;
}

/** @param lifetimeMs read at every `put`. */
export function createSingleUse<T>(lifetimeMs: () => number): SingleUse<T> {
  const entries = new Map<string, { value: T; expiresAt: number }>();
  return {
    get size() {
      return entries.size;
    },
    put(key, value, now) {
      for (const [other, { expiresAt }] of entries) {
        if (expiresAt > now) break;
        entries.delete(other);
      }
      entries.set(key, { value, expiresAt: now + lifetimeMs() });
    },
    take(key, now) {
      const entry = entries.get(key);
      entries.delete(key);
      return entry && entry.expiresAt > now ? entry.value : undefined;
    },
  };
}
