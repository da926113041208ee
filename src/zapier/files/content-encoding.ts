import type { Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';

const DECODERS: ReadonlyMap<string, () => Transform> = new Map([
  ['gzip', createGunzip],
  ['x-gzip', createGunzip],
  ['deflate', createInflate],
  ['br', createBrotliDecompress],
]);

/**
 * What undoes a Content-Encoding (RFC 9110 §8.4). Hosts that keep a file compressed send it so
 * although nobody asked for it. Null where there is nothing to undo, or nothing known.
 */
export function decoderFor(contentEncoding: string | null): Transform | null {
  return DECODERS.get(contentEncoding?.trim().toLowerCase() ?? '')?.() ?? null;
}
