/**
 * What stands behind `z.cache`: values live for their ttl by the clock, keys are told apart by scope,
 * and it may fail in every way a remote cache can.
 *
 * Documented (core 19.1.0): the app's side turns each call into an RPC `zcache_get(key, scope)`,
 * `zcache_set(key, json, ttl, scope, nx)` or `zcache_delete(key, scope)`, with values as JSON text.
 * Unknown: limits of size (an option here) and lifetime, and what a call without scope reaches. Here it
 * reaches every user and connection of the app, the worst for an app that forgot to name a scope.
 */
import type { Clock } from '../clock.ts';

/** The user and connection that a step runs for; `z.cache` tells keys apart by either, if asked to. */
export interface CacheOwner {
  /** The Zapier account. */
  readonly user: string;
  /** The connection. */
  readonly auth: string;
}

/**
 * - `failing`: every call is rejected;
 * - `hanging`: no call ever ends;
 * - `forgetting`: every call succeeds, and nothing is kept.
 */
export type CacheMode = 'available' | 'failing' | 'hanging' | 'forgetting';

export interface Cache {
  /** One RPC of the core. Rejects when the cache fails. */
  call(method: string, parameters: readonly unknown[], owner: CacheOwner): Promise<unknown>;
  /** Changes the mode, at once or after so many further calls. */
  behave(mode: CacheMode, options?: { readonly afterCalls?: number }): void;
  /** How many calls there were. */
  readonly calls: number;
  /** What is kept now, values as JSON text: to look for what should not be there. */
  contents(): { readonly key: string; readonly value: string }[];
}

interface Entry {
  readonly key: string;
  readonly value: string;
  /** Milliseconds since the epoch; Infinity without ttl. */
  readonly expiresAt: number;
}

export interface CacheOptions {
  /** A larger value, as JSON text in UTF-8, is refused. */
  readonly mostValueBytes?: number;
}

export function createCache(
  clock: Clock,
  { mostValueBytes = Number.POSITIVE_INFINITY }: CacheOptions = {},
): Cache {
  const entries = new Map<string, Entry>();
  let calls = 0;
  let mode: CacheMode = 'available';
  let later: { readonly mode: CacheMode; readonly fromCall: number } | undefined;

  function find(name: string): Entry | undefined {
    const entry = entries.get(name);
    if (entry === undefined || entry.expiresAt > clock.now()) return entry;
    entries.delete(name);
    return undefined;
  }

  function execute(method: string, parameters: readonly unknown[], owner: CacheOwner): unknown {
    const [key, ...rest] = parameters;
    if (typeof key !== 'string') throw new Error('key must be a string');
    if (method === 'zcache_set') {
      const [value, ttl, scope, nx] = rest;
      if (Buffer.byteLength(String(value)) > mostValueBytes) throw new Error('value is too large');
      const name = nameOf(key, scope, owner);
      // Documented (types of core 19.1.0): `boolean | null`. Assumption: null where nx kept the value, as in Redis.
      if (nx === true && find(name) !== undefined) return null;
      const expiresAt =
        typeof ttl === 'number' ? clock.now() + ttl * 1000 : Number.POSITIVE_INFINITY;
      if (mode !== 'forgetting') entries.set(name, { key, value: String(value), expiresAt });
      return true;
    }
    const name = nameOf(key, rest[0], owner);
    if (method === 'zcache_get') return find(name)?.value ?? null;
    if (method === 'zcache_delete') return find(name) !== undefined && entries.delete(name);
    throw new Error(`no such method: ${method}`);
  }

  return {
    async call(method, parameters, owner) {
      calls += 1;
      if (later !== undefined && calls >= later.fromCall) {
        mode = later.mode;
        later = undefined;
      }
      if (mode === 'hanging') return new Promise(() => {});
      if (mode === 'failing') throw new Error('The cache is not available');
      return execute(method, parameters, owner);
    },
    behave(next, { afterCalls = 0 } = {}) {
      later = { mode: next, fromCall: calls + afterCalls + 1 };
    },
    get calls() {
      return calls;
    },
    contents: () =>
      [...entries.values()]
        .filter((entry) => entry.expiresAt > clock.now())
        .map(({ key, value }) => ({ key, value })),
  };
}

function nameOf(key: string, scope: unknown, owner: CacheOwner): string {
  const wanted: readonly unknown[] = Array.isArray(scope) ? scope : [];
  const user = wanted.includes('user') ? owner.user : null;
  const auth = wanted.includes('auth') ? owner.auth : null;
  return JSON.stringify([user, auth, key]);
}
