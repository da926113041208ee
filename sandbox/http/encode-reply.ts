/** Sends a text reply in another charset or content coding than UTF-8 and identity, and declares it. */
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import type { Reply } from './message.ts';

export type Charset = 'utf-8' | 'iso-8859-1' | 'windows-1252' | 'utf-16le' | 'utf-16be';
export type ContentCoding = 'gzip' | 'deflate' | 'raw-deflate' | 'br';

export interface Encoding {
  readonly charset?: Charset;
  readonly coding?: ContentCoding;
  /** Content-Encoding as declared, where it is not the coding's registered name (`GZIP`, `x-gzip`). */
  readonly declaredAs?: string;
}

const COMPRESS = {
  gzip: gzipSync,
  deflate: deflateSync,
  // RFC 9110 §8.4.1.2: some servers send the raw form under the same name.
  'raw-deflate': deflateRawSync,
  br: brotliCompressSync,
} as const;

const REGISTERED_NAME = { gzip: 'gzip', deflate: 'deflate', 'raw-deflate': 'deflate', br: 'br' };

export function encodeReply(reply: Reply, { charset, coding, declaredAs }: Encoding): Reply {
  const headers = { ...reply.headers };
  let body = Buffer.from(reply.body);
  if (charset !== undefined) {
    const [type = 'text/plain'] = String(headers['content-type'] ?? '').split(';');
    headers['content-type'] = `${type.trim()}; charset=${charset.toUpperCase()}`;
    body = toCharset(body.toString('utf8'), charset);
  }
  if (coding !== undefined) {
    headers['content-encoding'] = declaredAs ?? REGISTERED_NAME[coding];
    body = COMPRESS[coding](body);
  }
  return { ...reply, headers, body };
}

/** A character that the charset lacks becomes `?`. UTF-16 begins with a byte order mark. */
export function toCharset(text: string, charset: Charset): Buffer<ArrayBuffer> {
  switch (charset) {
    case 'utf-8':
      return Buffer.from(text, 'utf8');
    case 'utf-16le':
      return Buffer.from(`\ufeff${text}`, 'utf16le');
    case 'utf-16be':
      return Buffer.from(`\ufeff${text}`, 'utf16le').swap16();
    default: {
      const bytes = singleByteTable(charset);
      return Buffer.from(Array.from(text, (character) => bytes.get(character) ?? 0x3f));
    }
  }
}

const BYTES = 256;
const FIRST_OF_1252 = 0x80;
/** 0x80 to 0x9F, where windows-1252 differs from ISO-8859-1. Node 20's own TextDecoder mixes them up. */
const ONLY_IN_1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

function singleByteTable(charset: 'iso-8859-1' | 'windows-1252'): Map<string, number> {
  const table = new Map<string, number>();
  for (let byte = 0; byte < BYTES; byte++) {
    const other = charset === 'windows-1252' ? ONLY_IN_1252[byte - FIRST_OF_1252] : undefined;
    table.set(other ?? String.fromCharCode(byte), byte);
  }
  return table;
}
