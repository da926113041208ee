import { decodeWith } from '../../omniscope/http/charset.ts';

/** Bytes as text, in a charset by any of its labels; null where it is not known, or they do not fit it. */
export function decodeBytes(bytes: Uint8Array, charset: string): string | null {
  try {
    return decodeWith(new TextDecoder(charset, { fatal: true }), bytes);
  } catch {
    return null;
  }
}

/** Bytes whose charset is not declared: UTF-8 where they are valid as such, else Latin-1. */
export function decodeUnknown(bytes: Uint8Array): string {
  return decodeBytes(bytes, 'utf-8') ?? decodeWith(new TextDecoder('windows-1252'), bytes);
}

/** Percent-encoded bytes; a `%` that encodes none stays as it is. @param text one character for each byte */
export function percentDecode(text: string): Buffer {
  const bytes = text.replace(/%([0-9a-f]{2})/gi, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return Buffer.from(bytes, 'latin1');
}

/** Percent-encodes the bytes that ASCII does not have. @param text one character for each byte */
export function percentEncode(text: string): string {
  return text.replace(
    /[\x80-\xff]/g,
    (byte) => `%${byte.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
