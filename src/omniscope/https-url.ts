import { domainToUnicode } from 'node:url';
import { parseUrl } from './parse-url.ts';
import { hostProblem, isIpAddress } from './public-host.ts';

/** An https URL whose host is the one that a person reads in it, with its parts as they were typed. */
export interface HttpsUrl {
  url: URL;
  path: string;
  /** With its `?`; undefined where there is none. */
  query: string | undefined;
  /** With its `#`; undefined where there is none. */
  fragment: string | undefined;
}

export type HttpsUrlProblem = 'malformed' | 'scheme' | 'credentials' | 'ip-address' | 'local-name';

/** Longer than any URL that servers, proxies and Node's limit for headers let through. */
const LENGTH_LIMIT = 8_000;
/** Characters that URL parsers drop, or take for a slash. */
const REPAIRED = /[\\\p{Cc}\p{Zl}\p{Zp}\p{Cs}]/u;
/** Invisible characters, and those that no public host and no server's path holds as they are. */
const INVISIBLE = /[\s\p{Cf}\p{Co}\p{Cn}]/u;

/**
 * Reads an https URL, and holds it to the rules that every URL from outside has to keep: a public domain
 * name, no user name, and no spelling that a URL parser would repair into something other than what was
 * read (`https:host`, `https:/\host`, a tab inside, digits of another script).
 *
 * @param isExempt whether this is a URL of the sandbox, whose host may be local
 * @returns the URL, or the rule that it breaks
 */
export function parseHttpsUrl(
  typed: string,
  isExempt: (url: URL) => boolean,
): HttpsUrl | HttpsUrlProblem {
  if (typed.length > LENGTH_LIMIT || REPAIRED.test(typed)) return 'malformed';
  const parts = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)([^?#]*)(\?[^#]*)?(#.*)?$/i.exec(typed);
  if (parts === null) return /^[a-z][a-z0-9+.-]*:/i.test(typed) ? 'scheme' : 'malformed';
  const [, scheme = '', authority = '', path = '', query, fragment] = parts;
  if (scheme.toLowerCase() !== 'https') return 'scheme';
  if (authority.includes('@')) return 'credentials';
  if (hasInvisible(authority)) return 'malformed';
  const typedHost = authority.replace(/:\d*$/, '').toLowerCase();
  const url = parseUrl(typed);
  if (url === null) return isIpAddress(typedHost) ? 'ip-address' : 'malformed';
  const problem = isExempt(url) ? null : hostProblem(url.hostname);
  if (problem === 'ip-address') return problem;
  // An international name may be typed as it is read or in punycode, and in no third spelling: URL
  // parsers drop some characters (variation selectors) and turn others into ASCII (a Kelvin sign).
  const isAsRead = url.hostname === typedHost || domainToUnicode(url.hostname) === typedHost;
  if (!isAsRead || authority !== authority.normalize('NFKC')) return 'malformed';
  return problem ?? { url, path, query, fragment };
}

export function hasInvisible(text: string): boolean {
  return INVISIBLE.test(text);
}
