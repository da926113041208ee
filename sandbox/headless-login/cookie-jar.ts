/**
 * The cookies of one browser profile, as far as the sandbox's servers need them: kept by host and
 * path, ports notwithstanding (as browsers do), replaced by name, dropped when expired or emptied.
 */
interface Cookie {
  readonly host: string;
  readonly path: string;
  readonly name: string;
  readonly value: string;
}

export interface CookieJar {
  /** @param setCookies the values of the Set-Cookie headers of a response from `url`. */
  store(url: URL, setCookies: readonly string[]): void;
  /** @returns the Cookie header for a request to `url`, or '' without cookies. */
  headerFor(url: URL): string;
}

export function createCookieJar(): CookieJar {
  const cookies = new Map<string, Cookie>();

  return {
    store(url, setCookies) {
      for (const line of setCookies) {
        const [pair = '', ...attributes] = line.split(';').map((part) => part.trim());
        const [name, value] = splitOnce(pair);
        const given = new Map(
          attributes.map((attribute) => {
            const [key, content] = splitOnce(attribute);
            return [key.toLowerCase(), content] as const;
          }),
        );
        const path = given.get('path') || '/';
        const key = `${url.hostname} ${path} ${name}`;
        const expires = Date.parse(given.get('expires') ?? '');
        const gone = value === '' || given.get('max-age') === '0' || expires <= Date.now();
        if (gone) cookies.delete(key);
        else cookies.set(key, { host: url.hostname, path, name, value });
      }
    },
    headerFor(url) {
      return [...cookies.values()]
        .filter(({ host, path }) => host === url.hostname && isUnder(url.pathname, path))
        .map(({ name, value }) => `${name}=${value}`)
        .join('; ');
    },
  };
}

function splitOnce(text: string): [string, string] {
  const at = text.indexOf('=');
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}

/** RFC 6265 §5.1.4: the same path, or a folder above it. */
function isUnder(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith('/') ? folder : `${folder}/`);
}
