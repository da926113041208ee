import { createHash } from 'node:crypto';
import { parseExactJson } from '../../omniscope/exact-json.ts';
import type { ParameterValue } from '../../omniscope/parameters.ts';

/** Longer or deeper JSON is compared as the text that it is: to take it apart costs time, memory and stack. */
const MAX_JSON_LENGTH = 50_000;
const MAX_JSON_DEPTH = 50;

/**
 * A short digest of any JSON value, of so many characters of base64url. Twelve are 72 bits: of ten thousand
 * values no two share one by chance.
 */
export function digest(value: unknown, length: number): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('base64url').slice(0, length);
}

/**
 * What a parameter's value is compared by: its text, so that 2026 and "2026", or nothing and an empty text,
 * are the same, as they are in a Zap. JSON is compared by meaning, since a server may give back its keys in
 * another order or its blanks in other places.
 */
export function valueDigest(value: ParameterValue): string {
  const text = String(value ?? '');
  const json = parseJson(text);
  return digest(json === undefined ? text : { json }, 12);
}

/** An object or a list in a text, with its keys in order; undefined where the text is compared as it is. */
function parseJson(text: string): unknown {
  if (text.length > MAX_JSON_LENGTH || !/^\s*[[{]/.test(text)) return undefined;
  try {
    return sortKeys(parseExactJson(text), MAX_JSON_DEPTH);
  } catch {
    return undefined;
  }
}

/** Objects become lists of their keys and values, in one order. @throws RangeError when nested too deep */
function sortKeys(value: unknown, depth: number): unknown {
  if (value === null || typeof value !== 'object') return value;
  if (depth === 0) throw new RangeError('nested too deep');
  if (Array.isArray(value)) return value.map((entry) => sortKeys(entry, depth - 1));
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return { entries: entries.map(([key, entry]) => [key, sortKeys(entry, depth - 1)]) };
}
