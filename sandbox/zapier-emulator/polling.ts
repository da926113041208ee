/** The platform's memory of what a polling trigger has given, one for each Zap. */

export interface PolledItem {
  readonly id: string | number;
  readonly [field: string]: unknown;
}

export interface Polling {
  /** Whether this Zap has never polled: then its items are only remembered. */
  isFirst(zap: string): boolean;
  /** The items that trigger the Zap: none at its first poll, later those with an id not seen before. */
  take(zap: string, items: readonly PolledItem[]): PolledItem[];
}

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
      return fresh;
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
