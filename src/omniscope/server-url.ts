import { domainToUnicode } from 'node:url';
import { OmniscopeError, type ServerUrlErrorReason } from './errors.ts';
import { parseUrl } from './parse-url.ts';

/**
 * The External URL of a server, once it has passed the address rules. Secrets and tokens are only
 * ever sent to a value of this class, and only `ServerAddress.parse` makes one.
 */
export class ServerUrl {
  // A private field makes the type nominal: no look-alike object is a parsed address.
  readonly #url: URL;

  private constructor(url: URL) {
    this.#url = url;
  }

  /**
   * Checks a server URL typed by a person.
   *
   * Accepted: `https://`, a domain name of two labels or more, an optional port and path prefix
   * (documented: the External URL is HTTPS with a domain name, IP addresses are not permitted). The host
   * that the person reads is the host that is spoken to: spellings that a URL parser would turn into
   * another host (backslashes, user names, other dots and digits) are refused, not repaired.
   *
   * @param sandboxOrigin the one origin exempt from the name rules; from the process environment only
   * @throws OmniscopeError invalid-server-url
   */
  static parse(text: unknown, sandboxOrigin?: string): ServerUrl {
    const { typed, authority } = checkShape(text);
    const url = parseUrl(typed);
    if (url === null) throw invalid(looksNumeric(authority) ? 'ip-address' : 'malformed');
    if (url.origin !== sandboxOrigin) checkHost(url.hostname, authority);
    return new ServerUrl(url);
  }

  /** Scheme, host and port, as in the Origin header: `https://host[:port]`. */
  get origin(): string {
    return this.#url.origin;
  }

  get host(): string {
    return this.#url.host;
  }

  /** Path prefix without trailing slash; empty for a server at the root. */
  get prefix(): string {
    return this.#url.pathname.replace(/\/+$/, '');
  }

  /** The External URL without trailing slash. */
  get url(): string {
    return this.origin + this.prefix;
  }

  equals(other: ServerUrl): boolean {
    return this.url === other.url;
  }
}

/** Characters that a browser's address bar never shows as typed: URL parsers drop or move them. */
const UNSAFE = /[\s\\\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}]/u;
/** Names that resolve inside a network only; Omniscope's External URL is a public domain name. */
const LOCAL_SUFFIX = /(^|\.)(localhost|local|internal|localdomain|home\.arpa)$/;
/** As URL parsers see a number: decimal, octal or hex. A host that ends in one is an IPv4 address. */
const NUMBER = /^(0x[0-9a-f]*|\d+)$/i;
const LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

function checkShape(text: unknown): { typed: string; authority: string } {
  const typed = typeof text === 'string' ? text.trim() : '';
  if (typed === '') throw invalid('empty');
  if (UNSAFE.test(typed)) throw invalid('malformed');
  const parts = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)([^?#]*)(\?[^#]*)?(#.*)?$/i.exec(typed);
  if (parts === null) throw invalid(/^[a-z][a-z0-9+.-]*:/i.test(typed) ? 'scheme' : 'malformed');
  const [, scheme = '', authority = '', path = '', query, fragment] = parts;
  if (scheme.toLowerCase() !== 'https') throw invalid('scheme');
  if (authority.includes('@')) throw invalid('credentials');
  if (query !== undefined) throw invalid('query');
  if (fragment !== undefined) throw invalid('fragment');
  if (path.split('/').some(isDotSegment)) throw invalid('malformed');
  return { typed, authority };
}

function checkHost(hostname: string, authority: string): void {
  const typedHost = authority.replace(/:\d*$/, '').toLowerCase();
  if (hostname.startsWith('[') || looksNumeric(hostname)) throw invalid('ip-address');
  // An international name may be typed as it is read or in punycode, and in no third spelling: URL
  // parsers drop some characters (variation selectors) and turn others into ASCII (a Kelvin sign).
  const isAsRead = hostname === typedHost || domainToUnicode(hostname) === typedHost;
  if (!isAsRead || authority !== authority.normalize('NFKC')) throw invalid('malformed');
  const labels = hostname.split('.');
  if (labels.length < 2 || LOCAL_SUFFIX.test(hostname)) throw invalid('local-name');
  if (hostname.length > 253 || !labels.every((label) => LABEL.test(label))) {
    throw invalid('malformed');
  }
}

function looksNumeric(host: string): boolean {
  const labels = host.replace(/:\d*$/, '').replace(/\.$/, '').split('.');
  return host.startsWith('[') || NUMBER.test(labels.at(-1) ?? '');
}

function isDotSegment(segment: string): boolean {
  return /^(\.|%2e){1,2}$/i.test(segment);
}

function invalid(reason: ServerUrlErrorReason): OmniscopeError {
  return new OmniscopeError('invalid-server-url', { reason });
}
