import * as z from 'zod/mini';
import { lazy } from '../../omniscope/lazy.ts';
import type { ParameterValue } from '../../omniscope/parameters.ts';
import type { Entry, ParameterHistory } from './parameter-history.ts';

/**
 * How a history lies in Zapier's cache: 256 kB at most, since the limit of a cached value is not known
 * (contract). Of what there is room for, the digests come first, then the latest changes, then values.
 */
const MAX_BYTES = 256_000;
/** Digests of this many parameters leave room for changes; each takes 28 bytes or a few more. */
export const MAX_PARAMETERS = 6_000;
const MAX_CHANGE_BYTES = 60_000;
/** Of the digest that stands before an entry's count. */
const DIGEST_LENGTH = 12;

const storedSchema = lazy(() => {
  const value = z.nullable(z.union([z.string(), z.number(), z.boolean()]));
  return z.object({
    id: z.string(),
    fetchedAt: z.number(),
    /** By the key of a parameter's name: the digest of its value and, behind it, how often it has changed. */
    digests: z.record(z.string(), z.string()),
    /** By the same keys, short values, as far as there is room. */
    values: z.record(z.string(), value),
    changes: z.array(
      z.object({
        id: z.string(),
        key: z.string(),
        name: z.string(),
        type: z.string(),
        value,
        previous_value: value,
        at: z.number(),
      }),
    ),
  });
});
type StoredHistory = z.infer<ReturnType<typeof storedSchema>>;

/** Reads a history from the cache; null where there is none, or none that makes sense. */
export function parseHistory(stored: unknown): ParameterHistory | null {
  const { success, data } = storedSchema().safeParse(stored);
  if (!success) return null;
  const { digests, values, ...history } = data;
  const entries = Object.entries(digests).map(([key, entry]): [string, Entry] => [
    key,
    {
      digest: entry.slice(0, DIGEST_LENGTH),
      count: Number(entry.slice(DIGEST_LENGTH)),
      value: values[key],
    },
  ]);
  return { ...history, entries: new Map(entries) };
}

/** JSON of at most 256 kB. Of more parameters than it can hold, those that have been gone longest are left out. */
export function toStoredHistory({ entries: all, ...history }: ParameterHistory): StoredHistory {
  const entries = [...all].slice(-MAX_PARAMETERS);
  const digests: Record<string, string> = {};
  const values: Record<string, ParameterValue> = {};
  for (const [key, { digest, count }] of entries) digests[key] = digest + (count || '');
  let bytes = 0;
  const tooMany = history.changes.findIndex((change) => {
    bytes += bytesOf(change);
    return bytes > MAX_CHANGE_BYTES;
  });
  const changes = history.changes.slice(0, tooMany < 0 ? undefined : tooMany);
  const stored = { ...history, digests, values, changes };
  let room = MAX_BYTES - bytesOf(stored);
  for (const [key, { value }] of entries) {
    if (value === undefined) continue;
    room -= bytesOf(key) + bytesOf(value) + 2;
    if (room < 0) break;
    values[key] = value;
  }
  return stored;
}

const bytesOf = (value: unknown) => Buffer.byteLength(JSON.stringify(value));
