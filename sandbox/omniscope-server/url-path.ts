/**
 * Parses a request path as strictly as RFC 3986 is written: what a client forgot to encode, or encoded
 * wrongly, is rejected.
 */

export type UrlPath =
  | { readonly ok: true; readonly segments: readonly string[] }
  | { readonly ok: false; readonly reason: string };

/** RFC 3986 §3.3: pchar = unreserved / pct-encoded / sub-delims / ":" / "@". */
const SEGMENT = /^(?:[A-Za-z0-9\-._~!$&'()*+,;=:@]|%[0-9A-Fa-f]{2})*$/;
/** RFC 3986 §3.4: a query may hold "/" and "?" too. */
const QUERY = /^(?:[A-Za-z0-9\-._~!$&'()*+,;=:@/?]|%[0-9A-Fa-f]{2})*$/;

const FIRST_PRINTABLE = 0x20;
const DELETE = 0x7f;

/**
 * Splits and decodes `url` (path and query as on the wire). `+` is a plus, `%2F` a slash inside a
 * name. A trailing slash gives an empty last segment.
 */
export function parseUrlPath(
  url: string,
  semicolon: 'path-parameter' | 'literal' = 'path-parameter',
): UrlPath {
  const mark = url.indexOf('?');
  const path = mark < 0 ? url : url.slice(0, mark);
  if (!path.startsWith('/')) return refuse('the request target is not a path');
  if (mark >= 0 && !QUERY.test(url.slice(mark + 1))) return refuse('the query is not encoded');

  const raw = path.slice(1).split('/');
  const segments: string[] = [];
  for (const [index, segment] of raw.entries()) {
    if (!SEGMENT.test(segment)) return refuse('a character in the path is not percent-encoded');
    if (segment === '' && index < raw.length - 1) return refuse('the path has an empty segment');
    const decoded = decode(semicolon === 'literal' ? segment : withoutParameter(segment));
    if (decoded === undefined) return refuse('the path is not UTF-8');
    if (decoded === '.' || decoded === '..') return refuse('the path has a dot segment');
    if (hasControlCharacter(decoded)) return refuse('the path has a control character');
    segments.push(decoded);
  }
  return { ok: true, segments };
}

function refuse(reason: string): UrlPath {
  return { ok: false, reason };
}

function withoutParameter(segment: string): string {
  const at = segment.indexOf(';');
  return at < 0 ? segment : segment.slice(0, at);
}

function decode(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}

function hasControlCharacter(text: string): boolean {
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code < FIRST_PRINTABLE || code === DELETE) return true;
  }
  return false;
}
