/** The platform's memory of what a polling trigger has given, one for each Zap. */

export interface PolledItem {
  readonly id: string | number;
  readonly [field: string]: unknown;
}

export interface NewItems {
  /** Each triggers the Zap now. */
  readonly fresh: PolledItem[];
  /** New as well, but more than one poll may trigger: held until the user releases them. */
  readonly held: PolledItem[];
}

export interface Polling {
  /** Whether this Zap has never polled: then its items are only remembered. */
  isFirst(zap: string): boolean;
  /** The items with an id that this Zap has not seen before; none at its first poll. */
  take(zap: string, items: readonly PolledItem[]): NewItems;
}

/** Documented: one poll triggers for 100 new items at most. */
const MOST_NEW_ITEMS = 100;

export function createPolling(): Polling {
  const seen = new Map<string, Set<string>>();

  return {
    isFirst: (zap) => !seen.has(zap),
    take(zap, items) {
      const known = seen.get(zap);
      const ids = known ?? new Set<string>();
      seen.set(zap, ids);
      const fresh: PolledItem[] = [];
      for (const item of items) {
        const id = String(item.id);
        if (known !== undefined && !ids.has(id)) fresh.push(item);
        ids.add(id);
      }
      return { fresh: fresh.slice(0, MOST_NEW_ITEMS), held: fresh.slice(MOST_NEW_ITEMS) };
    },
  };
}

export function isPolledItem(value: unknown): value is PolledItem {
  return (
    typeof value === 'object' &&
    value !== null &&
    'id' in value &&
    (typeof value.id === 'string' || typeof value.id === 'number')
  );
}
