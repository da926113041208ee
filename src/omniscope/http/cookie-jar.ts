import type { Clock } from '../clock.ts';

interface Cookie {
  readonly origin: string;
  readonly name: string;
  readonly value: string;
  readonly path: string;
  /** Epoch milliseconds; null: for as long as the jar is kept. */
  readonly expiresAt: number | null;
}

/** A balancer needs one; what a server may make the app hold and send is bounded. */
const MAX_COOKIES = 20;
/** RFC 6265 §6.1: what a client should at least hold, and servers take care not to exceed. */
const MAX_COOKIE_LENGTH = 4_096;
const MAX_HEADER_LENGTH = 8_192;

/** What a header can carry. */
const SENDABLE = /^[\t\x20-\x7e\x80-\xff]*$/;

/**
 * The cookies of one invocation (RFC 6265). Balancers lead a client to the node that runs its job by a
 * cookie (Documented: omniscope-multinode uses `OMNI_ROUTE`). Each goes back to the origin that has set
 * it and to no other, so `Domain` and `Secure` have nothing to add: all requests are https. Our own, since
 * `tough-cookie` 6.1.0 with its list of public suffixes (161 kB) would double the bundle.
 */
export class CookieJar {
  readonly #clock: Clock;
  #cookies: readonly Cookie[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Takes the `Set-Cookie` values of a response from `url`; a cookie that cannot be kept is left out. */
  store(url: string, setCookie: readonly string[]): void {
    for (const line of setCookie) {
      const cookie = parseCookie(new URL(url), line, this.#clock.now());
      if (cookie === null) continue;
      const others = this.#cookies.filter((other) => !isSameCookie(other, cookie));
      this.#cookies = [...others, cookie].slice(-MAX_COOKIES);
    }
  }

  /** The `Cookie` value for a request to `url`, or null where there is none. */
  header(url: string): string | null {
    if (this.#cookies.length === 0) return null;
    const { origin, pathname } = new URL(url);
    const now = this.#clock.now();
    const header = this.#cookies
      .filter((cookie) => cookie.origin === origin && isWithin(pathname, cookie.path))
      .filter(({ expiresAt }) => expiresAt === null || expiresAt > now)
      .toSorted((a, b) => b.path.length - a.path.length)
      .map(({ name, value }) => `${name}=${value}`)
      .reduce((whole, pair) => {
        const longer = whole === '' ? pair : `${whole}; ${pair}`;
        return longer.length > MAX_HEADER_LENGTH ? whole : longer;
      }, '');
    return header === '' ? null : header;
  }

  clear(): void {
    this.#cookies = [];
  }
}

function parseCookie(url: URL, line: string, now: number): Cookie | null {
  const [pair = '', ...attributes] = line.split(';');
  const separator = pair.indexOf('=');
  const name = pair.slice(0, separator).trim();
  const value = pair.slice(separator + 1).trim();
  if (separator < 0 || name === '' || !SENDABLE.test(pair)) return null;
  if (name.length + value.length > MAX_COOKIE_LENGTH) return null;
  const attribute = (wanted: string) =>
    attributes
      .map((text) => text.split('=', 2).map((part) => part.trim()))
      .findLast(([key]) => key?.toLowerCase() === wanted)?.[1];
  const path = attribute('path');
  return {
    origin: url.origin,
    name,
    value,
    path: path?.startsWith('/') ? path : defaultPath(url),
    expiresAt: expiryOf(attribute('max-age'), attribute('expires'), now),
  };
}

function expiryOf(maxAge: string | undefined, expires: string | undefined, now: number) {
  if (maxAge !== undefined && /^-?\d+$/.test(maxAge)) return now + Number(maxAge) * 1_000;
  const date = expires === undefined ? Number.NaN : Date.parse(expires.replaceAll('-', ' '));
  return Number.isNaN(date) ? null : date;
}

/** RFC 6265 §5.1.4: the folder of the address that has set the cookie. */
function defaultPath({ pathname }: URL): string {
  const end = pathname.lastIndexOf('/');
  return end <= 0 ? '/' : pathname.slice(0, end);
}

function isWithin(pathname: string, path: string): boolean {
  return pathname === path || pathname.startsWith(path.endsWith('/') ? path : `${path}/`);
}

function isSameCookie(a: Cookie, b: Cookie): boolean {
  return a.origin === b.origin && a.name === b.name && a.path === b.path;
}
