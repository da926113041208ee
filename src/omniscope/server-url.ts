import { OmniscopeError, type ServerUrlErrorReason } from './errors.ts';
import { type HttpsUrlProblem, hasInvisible, parseHttpsUrl } from './https-url.ts';
import { trimInvisible } from './trim.ts';

/**
 * The External URL of a server that has passed the URL rules. Secrets and tokens are only ever sent to
 * a value of this class, and only `ServerUrl.parse` makes one.
 */
export class ServerUrl {
  // A private field makes the type nominal: no look-alike object is a parsed URL.
  readonly #url: URL;
  /** Path prefix without trailing slash; empty for a server at the root. */
  readonly prefix: string;

  private constructor(url: URL) {
    this.#url = url;
    this.prefix = withoutTrailingSlashes(url.pathname);
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
    const typed = typeof text === 'string' ? trimInvisible(text) : '';
    if (typed === '') throw invalid('empty');
    const parsed = parseHttpsUrl(typed, ({ origin }) => origin === sandboxOrigin);
    if (typeof parsed === 'string') throw invalid(parsed, withHttps(typed, parsed));
    const { url, path, query, fragment } = parsed;
    if (query !== undefined) throw invalid('query');
    if (fragment !== undefined) throw invalid('fragment');
    if (hasInvisible(path) || path.split('/').some(isDotSegment)) throw invalid('malformed');
    return new ServerUrl(url);
  }

  /** Scheme, host and port, as in the Origin header: `https://host[:port]`. */
  get origin(): string {
    return this.#url.origin;
  }

  get host(): string {
    return this.#url.host;
  }

  /** The External URL without trailing slash. */
  get url(): string {
    return this.origin + this.prefix;
  }

  equals(other: ServerUrl): boolean {
    return this.url === other.url;
  }
}

/** Not by a regular expression: one anchored at the end takes time that grows with the square. */
function withoutTrailingSlashes(path: string): string {
  let end = path.length;
  while (path[end - 1] === '/') end -= 1;
  return path.slice(0, end);
}

function isDotSegment(segment: string): boolean {
  return /^(\.|%2e){1,2}$/i.test(segment);
}

/** Longer hosts do not help a reader of a message. */
const SUGGESTION_LIMIT = 100;

/** The URL that was probably meant by one with http:// or no scheme at all, if that one is valid. */
function withHttps(typed: string, problem: HttpsUrlProblem): string | undefined {
  if (problem !== 'scheme' && problem !== 'malformed') return undefined;
  const [, rest = ''] =
    /^(?:http:\/\/|\/\/)?([^/:?#]+\.[^/:?#]+(?::\d+)?(?:\/[^?#]*)?)$/i.exec(typed) ?? [];
  const corrected = parseHttpsUrl(`https://${rest.slice(0, SUGGESTION_LIMIT)}`, () => false);
  if (rest.length > SUGGESTION_LIMIT || typeof corrected === 'string') return undefined;
  return corrected.url.origin + withoutTrailingSlashes(corrected.url.pathname);
}

function invalid(reason: ServerUrlErrorReason, suggestion?: string): OmniscopeError {
  return suggestion === undefined
    ? new OmniscopeError('invalid-server-url', { reason })
    : new OmniscopeError('invalid-server-url', { reason: 'scheme', suggestion });
}
