import { decodeBytes, decodeUnknown, percentDecode } from './decode-text.ts';

/** A longer header does not hold a name that a person gave. */
const LENGTH_LIMIT = 8_000;

/**
 * The file name that a Content-Disposition gives, as it is written there: a path is not taken off.
 * `filename*` counts before `filename` (RFC 6266 §4.3), in one piece or in several (RFC 2231 §3). Hosts
 * write more than these allow: names with blanks and without quotes, Windows paths, encoded words, raw
 * UTF-8, no disposition type.
 *
 * Our own reader: `content-disposition` 3.0.0 (4 kB) drops backslashes and knows two charsets, no
 * continuations and no encoded words; `libmime` makes the bundle seven times as large.
 *
 * @param header as Node gives it: one character for each byte
 * @returns empty where no name can be read
 */
export function fileNameFromDisposition(header: string): string {
  const parameters = parseParameters(header.slice(0, LENGTH_LIMIT));
  return (
    extendedValue(parameters.get('filename*') ?? '') ||
    continuedValue(parameters) ||
    plainValue(parameters.get('filename') ?? '')
  );
}

const KEY = /[^;="]*=\s*/y;
/** To the quote before a semicolon, a comma or the end: a quote inside does not cut the value short. */
const QUOTED = /"((?:\\["\\]|[^"\\]|\\(?!["\\])|"(?!\s*(?:[;,]|$)))*)"/y;
/** To the next semicolon, blanks included. */
const BARE = /"?([^;]*)/y;
const REST = /[^;]*;?/y;

function parseParameters(header: string): Map<string, string> {
  const parameters = new Map<string, string>();
  for (let position = 0; position < header.length; ) {
    const next = (pattern: RegExp): RegExpExecArray | null => {
      pattern.lastIndex = position;
      const found = pattern.exec(header);
      position += found?.[0].length ?? 0;
      return found;
    };
    const key = next(KEY)?.[0].split('=')[0]?.trim().split(/\s+/).at(-1)?.toLowerCase();
    if (key !== undefined) {
      const quoted = next(QUOTED)?.[1];
      const value = quoted === undefined ? bareValue(next(BARE)?.[1]) : unescaped(quoted);
      if (!parameters.has(key)) parameters.set(key, value);
    }
    next(REST);
  }
  return parameters;
}

/** Only what has to be escaped is taken for escaped: other backslashes belong to a Windows path. */
function unescaped(quoted: string): string {
  return quoted.replace(/\\(["\\])/g, '$1');
}

function bareValue(text = ''): string {
  // Two such headers arrive as one, with a comma between them.
  return text.trim().replace(/,\s*(attachment|inline)$/i, '');
}

/** `charset'language'text`, percent-encoded (RFC 8187 §3.2.1). Without a charset it is UTF-8. */
function extendedValue(value: string): string | null {
  const { charset, text } = splitCharset(value);
  return decodeBytes(percentDecode(text), charset);
}

/** `filename*0*=…; filename*1=…`: pieces with a star at their end are percent-encoded. */
function continuedValue(parameters: ReadonlyMap<string, string>): string | null {
  let charset = 'utf-8';
  const pieces: Buffer[] = [];
  for (let index = 0; ; index += 1) {
    const encoded = parameters.get(`filename*${index}*`);
    const plain = parameters.get(`filename*${index}`);
    if (encoded !== undefined && index === 0) {
      const first = splitCharset(encoded);
      charset = first.charset;
      pieces.push(percentDecode(first.text));
    } else if (encoded !== undefined) pieces.push(percentDecode(encoded));
    else if (plain !== undefined) pieces.push(Buffer.from(plain, 'latin1'));
    else break;
  }
  return decodeBytes(Buffer.concat(pieces), charset);
}

function splitCharset(value: string): { charset: string; text: string } {
  const [, charset = '', text = value] = /^([^']*)'[^']*'(.*)$/s.exec(value) ?? [];
  return { charset: charset.trim() || 'utf-8', text };
}

/** Encoded words, which RFC 6266 does not allow here, or text of an unknown charset. */
function plainValue(value: string): string {
  return decodeUnknown(Buffer.from(value, 'latin1')).replace(
    /=\?[^?\s]+\?[bq]\?[^?]*\?=(?:\s*=\?[^?\s]+\?[bq]\?[^?]*\?=)*/gi,
    decodeWords,
  );
}

/** RFC 2047: words beside each other belong together, even where they split a character. */
function decodeWords(words: string): string {
  const runs: { charset: string; bytes: Buffer }[] = [];
  const each = words.matchAll(/=\?([^?*\s]+)(?:\*[^?\s]*)?\?([bq])\?([^?]*)\?=/gi);
  for (const [, charset = '', encoding, content = ''] of each) {
    const base64 = encoding === 'b' || encoding === 'B';
    const bytes = base64 ? Buffer.from(content, 'base64') : quotedBytes(content);
    const last = runs.at(-1);
    if (last?.charset !== charset) runs.push({ charset, bytes });
    else last.bytes = Buffer.concat([last.bytes, bytes]);
  }
  const texts = runs.map(({ bytes, charset }) => decodeBytes(bytes, charset));
  return texts.includes(null) ? words : texts.join('');
}

/** The Q encoding (RFC 2047 §4.2): percent-encoding with another sign, and `_` for a blank. */
function quotedBytes(text: string): Buffer {
  return percentDecode(text.replaceAll('%', '%25').replaceAll('_', ' ').replaceAll('=', '%'));
}
