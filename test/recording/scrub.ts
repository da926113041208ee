import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';

/** Text to replace, and what to put in its place. Longest first, so that no part of one is left. */
export type Replacements = readonly (readonly [string, string])[];

/**
 * Replaces everything that must not or need not be kept in any JSON value: in its strings and keys,
 * as they are and percent-encoded. What looks like a token and is not known is an error: a recording
 * with a secret in it must not come to be.
 */
export function scrub<T>(value: T, replacements: Replacements): T {
  const ordered = [...replacements]
    .filter(([from]) => from !== '')
    .flatMap(([from, to]): [string, string][] => [
      [from, to],
      [encodeURIComponent(from), encodeURIComponent(to)],
    ])
    .sort(([one], [other]) => other.length - one.length);
  let text = JSON.stringify(value);
  for (const [from, to] of ordered) text = text.replaceAll(inJson(from), inJson(to));
  // Made anew for each upload.
  text = text.replace(/omniscope-[0-9a-f]{32}/g, 'omniscope-boundary');
  const secret = findSecret(text);
  if (secret !== null) throw new Error(`An unknown secret is in the recording: ${secret}…`);
  return JSON.parse(text);
}

/**
 * The first characters of what must never stand in a recording: a JWT, or a long run of characters
 * that no name or path has.
 */
export function findSecret(text: string): string | null {
  const found =
    /eyJ[\w-]{5,}/.exec(text) ??
    /Bearer\s+(?!recorded-|next-)\S+/i.exec(text) ??
    /"(?:access_token|refresh_token)":"(?!recorded-|next-)[^"]+/.exec(text) ??
    /(?:client_secret|refresh_token|code)=(?!recorded-|next-)[^&"\s]+/.exec(text);
  return found === null ? null : found[0].slice(0, 12);
}

/** A body that travelled compressed, which hides what is in it from any scrubbing. */
export function decompressed(body: Buffer, contentEncoding: string): Buffer {
  switch (contentEncoding.trim().toLowerCase()) {
    case 'gzip':
    case 'x-gzip':
      return gunzipSync(body);
    case 'deflate':
      return inflateSync(body);
    case 'br':
      return brotliDecompressSync(body);
    case '':
    case 'identity':
      return body;
    default:
      throw new Error(`cannot decode the content encoding "${contentEncoding}"`);
  }
}

function inJson(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}
