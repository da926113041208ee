/** How node-fetch 2.7 follows a redirect. */
import type { Request } from 'node-fetch';
import { nodeFetch } from './core-internals.ts';

const REDIRECTS = [301, 302, 303, 307, 308];

/** Where the answer points, absolute; undefined when it points nowhere. */
export function locationOf(
  url: string,
  status: number,
  header: string | readonly string[] | undefined,
): string | undefined {
  if (!REDIRECTS.includes(status) || header === undefined) return undefined;
  const location = typeof header === 'string' ? header : (header[0] ?? '');
  try {
    return new URL(location, url).href;
  } catch {
    return undefined;
  }
}

/**
 * Fact (node-fetch 2.7): credentials go along only to the same host or one of its subdomains,
 * but the body of a 307 or 308 goes anywhere.
 */
export function redirectedRequest(request: Request, status: number, location: string): Request {
  const headers = new nodeFetch.Headers(request.headers);
  if (!staysAtHome(request.url, location)) {
    for (const name of ['authorization', 'www-authenticate', 'cookie', 'cookie2']) {
      headers.delete(name);
    }
  }
  const { body } = request;
  if (status !== 303 && isStream(body)) {
    throw new nodeFetch.FetchError(
      'Cannot follow redirect with body being a readable stream',
      'unsupported-redirect',
    );
  }
  const { method } = request;
  if (status === 303 || ((status === 301 || status === 302) && method === 'POST')) {
    headers.delete('content-length');
    return new nodeFetch.Request(location, { method: 'GET', headers });
  }
  return new nodeFetch.Request(location, { method, headers, ...(body !== null && { body }) });
}

function staysAtHome(from: string, to: string): boolean {
  const [origin, target] = [new URL(from), new URL(to)];
  const sameHost =
    origin.hostname === target.hostname || target.hostname.endsWith(`.${origin.hostname}`);
  return sameHost && origin.protocol === target.protocol;
}

/** node-fetch keeps a text or Buffer as a Buffer, whatever its types say. */
export function isStream(body: unknown): body is NodeJS.ReadableStream {
  return typeof body === 'object' && body !== null && !Buffer.isBuffer(body);
}
