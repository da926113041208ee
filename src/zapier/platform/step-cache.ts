import { createHash } from 'node:crypto';
import type { ZObject } from 'zapier-platform-core';
import type { Clock } from '../../omniscope/clock.ts';
import { scopedCache } from './core-compat.ts';

/** What the app remembers between performs: `z.cache`, bounded in time and honest about failure. */
export interface StepCache {
  get(key: string): Promise<unknown>;
  set(key: string, value: unknown, ttlSeconds: number): Promise<void>;
  /** Sets a key that does not exist; returns what the cache says of whether it did. */
  setIfAbsent(key: string, value: unknown, ttlSeconds: number): Promise<boolean>;
  /**
   * Sets a key that does not exist and says for certain whose it is now: false where another caller
   * was first, or where nothing was kept. The core repeats a call whose response was lost, and then
   * finds its own value there; so what is stored decides, not the response. The value has to be the
   * caller's alone.
   */
  acquire(key: string, value: unknown, ttlSeconds: number): Promise<boolean>;
  delete(key: string): Promise<void>;
}

/** The platform's cache did not respond, or not in time. */
export class CacheUnavailableError extends Error {
  override name = 'CacheUnavailableError';
}

/** The cache refuses a value for its size, which will not pass by itself. */
export class CacheValueTooLargeError extends CacheUnavailableError {
  override name = 'CacheValueTooLargeError';
}

/**
 * Documented (core 19.1.0, create-rpc-client.js): "The request is too large to be processed" is the core's
 * sentence for a 413. Assumption: a refusal that comes as an error of the service speaks of size as well.
 */
const TOO_LARGE = /\btoo (large|big|long)\b|\bexceed|\bsize\b/i;

/**
 * A healthy cache responds in milliseconds, and the core tries three times 100 ms apart. But of a
 * hundred runs that begin at once in one busy process the last has to wait for the others' turns
 * (two seconds were seen), and a step that gives up on its cache starts nothing.
 */
const CALL_TIMEOUT_MS = 5_000;
/**
 * Per user, not per connection: what identifies a connection is in the keys, and a scope that
 * depended on the tokens would forget everything at each refresh.
 */
const SCOPE = ['user'];

/** @param until epoch milliseconds after which nothing is waited for, however many calls there are */
export function createStepCache(
  z: ZObject,
  clock: Clock,
  until: number = Number.POSITIVE_INFINITY,
): StepCache {
  const cache = scopedCache(z);
  const withTimeout = async <T>(call: () => Promise<T>): Promise<T> => {
    const limit = Math.min(CALL_TIMEOUT_MS, until - clock.now());
    if (limit <= 0) throw new CacheUnavailableError();
    let cancelTimer = () => {};
    const late = new Promise<never>((_, reject) => {
      cancelTimer = clock.after(limit, () => reject(new CacheUnavailableError()));
    });
    try {
      return await Promise.race([call(), late]);
    } catch (error) {
      const isTooLarge = error instanceof Error && TOO_LARGE.test(error.message);
      throw isTooLarge ? new CacheValueTooLargeError() : new CacheUnavailableError();
    } finally {
      cancelTimer();
    }
  };
  const setIfAbsent = async (key: string, value: unknown, ttl: number) =>
    (await withTimeout(() => cache.set(key, value, ttl, SCOPE, true))) === true;
  const get = (key: string) => withTimeout(() => cache.get(key, SCOPE));
  return {
    get,
    set: async (key, value, ttl) => {
      await withTimeout(() => cache.set(key, value, ttl, SCOPE));
    },
    setIfAbsent,
    acquire: async (key, value, ttl) => {
      await setIfAbsent(key, value, ttl);
      return stableJson(await get(key)) === stableJson(value);
    },
    delete: async (key) => {
      await withTimeout(() => cache.delete(key, SCOPE));
    },
  };
}

/** A short, stable key for any JSON value; nothing of the value can be read back from it. */
export function stableHash(value: unknown): string {
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
