import { createHash } from 'node:crypto';
import type { ZObject } from 'zapier-platform-core';
import type { Clock } from '../omniscope/clock.ts';
import { scopedCache } from './platform-gaps.ts';

/** What the app remembers between performs: `z.cache`, bounded in time and honest about failure. */
export interface Memory {
  get(key: string): Promise<unknown>;
  set(key: string, value: unknown, ttlSeconds: number): Promise<void>;
  /** Sets a key that does not exist; the cache's own answer to whether it did. */
  add(key: string, value: unknown, ttlSeconds: number): Promise<boolean>;
  /**
   * Sets a key that does not exist and says for certain whose it is now: false where somebody else
   * was first, or where nothing was kept. The core repeats a call whose answer got lost, and then
   * finds its own value there; so not the answer decides but what is stored. The value has to be the
   * caller's alone.
   */
  claim(key: string, value: unknown, ttlSeconds: number): Promise<boolean>;
  delete(key: string): Promise<void>;
}

/** The platform's cache did not answer, or not in time. */
export class MemoryUnavailable extends Error {
  override name = 'MemoryUnavailable';
}

/**
 * A healthy cache answers in milliseconds, and the core tries three times 100 ms apart. But of a
 * hundred runs that begin at once in one busy process the last has to wait for the others' turns
 * (two seconds were seen), and a step that gives up on its cache starts nothing.
 */
const CALL_LIMIT_MS = 5_000;
/**
 * Per user, not per connection: what identifies a connection is in the keys, and a scope that
 * depended on the tokens would forget everything at each refresh.
 */
const SCOPE = ['user'];

/** @param until epoch milliseconds after which nothing is waited for, however many calls there are */
export function memoryOf(
  z: ZObject,
  clock: Clock,
  until: number = Number.POSITIVE_INFINITY,
): Memory {
  const cache = scopedCache(z);
  const bounded = async <T>(call: () => Promise<T>): Promise<T> => {
    const limit = Math.min(CALL_LIMIT_MS, until - clock.now());
    if (limit <= 0) throw new MemoryUnavailable();
    let callOff = () => {};
    const late = new Promise<never>((_, reject) => {
      callOff = clock.after(limit, () => reject(new MemoryUnavailable()));
    });
    try {
      return await Promise.race([call(), late]);
    } catch {
      throw new MemoryUnavailable();
    } finally {
      callOff();
    }
  };
  const add = async (key: string, value: unknown, ttl: number) =>
    (await bounded(() => cache.set(key, value, ttl, SCOPE, true))) === true;
  const get = (key: string) => bounded(() => cache.get(key, SCOPE));
  return {
    get,
    set: async (key, value, ttl) => {
      await bounded(() => cache.set(key, value, ttl, SCOPE));
    },
    add,
    claim: async (key, value, ttl) => {
      await add(key, value, ttl);
      return stableJson(await get(key)) === stableJson(value);
    },
    delete: async (key) => {
      await bounded(() => cache.delete(key, SCOPE));
    },
  };
}

/** A short, stable key for any JSON value; nothing of the value can be read back from it. */
export function fingerprint(value: unknown): string {
  return createHash('sha256').update(stableJson(value)).digest('hex').slice(0, 32);
}

/** JSON with object keys in one order: the platform does not promise to keep it between reruns. */
function stableJson(value: unknown): string {
  return JSON.stringify(value, (_key, nested: unknown) =>
    nested !== null && typeof nested === 'object' && !Array.isArray(nested)
      ? Object.fromEntries(Object.entries(nested).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
      : nested,
  );
}
