import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { parseFileLink } from '../../../src/zapier/files/file-link.ts';
import { errorOf } from '../../omniscope/fixture.ts';
import type { Loopback } from '../platform/loopback.ts';
import { type Files, RULES, startFiles } from './files.ts';

let files: Files;
let host: Loopback;
beforeAll(async () => {
  files = await startFiles();
  host = files.host;
});
beforeEach(() => {
  host.seen.length = 0;
});
afterAll(() => files.close());

const fetchFile = (url: string) => files.fetchFile(url);
const refusal = (url: string) => errorOf(files.fetchFile(url));

/** Sends on from `/a` to the address in its place, and gives a file anywhere else. */
function redirecting(places: Record<string, string>, status = 302): void {
  host.answer = (response, { url }) => {
    const location = places[url];
    if (location === undefined) response.end('the file');
    else response.writeHead(status, { location }).end('moved');
  };
}

/** What no host but a public one passes for, and what a URL parser would make of it. */
const NO_PUBLIC_LINKS: readonly (readonly [string, string])[] = [
  ['http://files.example.com/f', 'scheme'],
  ['ftp://files.example.com/f', 'scheme'],
  ['file:///etc/passwd', 'scheme'],
  ['data:text/plain,x', 'scheme'],
  ['javascript:alert(1)', 'scheme'],
  ['https://user:password@files.example.com/f', 'credentials'],
  ['https://files.example.com@10.0.0.1/f', 'credentials'],
  // IP addresses in any spelling
  ['https://127.0.0.1/f', 'ip-address'],
  ['https://169.254.169.254/latest/meta-data/', 'ip-address'],
  ['https://127.1:8443/f', 'ip-address'],
  ['https://2130706433/f', 'ip-address'],
  ['https://0x7f000001/f', 'ip-address'],
  ['https://017700000001/f', 'ip-address'],
  ['https://[::1]/f', 'ip-address'],
  ['https://[::ffff:10.0.0.1]/f', 'ip-address'],
  ['https://１２７.0.0.1/f', 'ip-address'],
  ['https://127。0。0。1/f', 'ip-address'],
  // names that resolve inside a network only
  ['https://intranet/f', 'local-name'],
  ['https://files.local/f', 'local-name'],
  ['https://metadata.google.internal/f', 'local-name'],
  ['https://a.localhost/f', 'local-name'],
  ['https://files.lan/f', 'local-name'],
  // spellings that a URL parser repairs
  ['https:files.example.com/f', 'scheme'],
  ['https:/files.example.com/f', 'scheme'],
  ['https:///files.example.com/f', 'malformed'],
  ['https:/\\files.example.com/f', 'malformed'],
  ['https:\\\\files.example.com\\f', 'malformed'],
  ['https://files.example.com\\@10.0.0.1/f', 'malformed'],
  ['https://fil\tes.example.com/f', 'malformed'],
  ['https://files.exam\u200Bple.com/f', 'malformed'],
  ['https://ﬁles.example.com/f', 'malformed'],
  ['https://files%2eexample.com/f', 'malformed'],
];

describe('a link', () => {
  test.each([
    ...NO_PUBLIC_LINKS,
    ['https://files.example.com/\nf', 'malformed'] as const,
    ['https://', 'malformed'] as const,
    ['files.example.com/f', 'malformed'] as const,
    ['//files.example.com/f', 'malformed'] as const,
    ['just a name.csv', 'malformed'] as const,
    ['', 'malformed'] as const,
    [`https://files.example.com/${'/'.repeat(128_000)}f`, 'malformed'] as const,
  ])('is refused before any request: %.60j (%s)', async (url, reason) => {
    expect(await refusal(url)).toEqual({ code: 'invalid-file-url', file: 'Input', reason });
    expect(host.seen).toHaveLength(0);
  });

  test('may have a path and a query as they are typed, fragment and invisible ends left out', async () => {
    host.answer = (response) => response.end('x');
    await fetchFile(`\u200B${host.origin}/my file (é).csv?a=b c#page=2\u202A `);
    expect(host.seen[0]?.url).toBe('/my%20file%20(%C3%A9).csv?a=b%20c');
  });

  test.each([null, 'sandbox.example.com', 'localhos', ''])(
    "to a local host is refused unless it is the sandbox's: %j",
    async (sandboxHost) => {
      const url = `${host.origin}/f`;
      expect(parseFileLink(url, { sandboxHost })).toBe('local-name');
      expect(parseFileLink(url, RULES)).toHaveProperty('port', String(host.port));
    },
  );
});

describe('a redirect', () => {
  test.each(['/a', ''])('that leads nowhere ends with its own status: %j', async (location) => {
    redirecting({ '/a': location });
    const expected = { code: 'file-not-fetched', file: 'Input', status: 302 };
    expect(await refusal(`${host.origin}/a`)).toEqual(expected);
  });

  test.each(NO_PUBLIC_LINKS)('is refused: %j (%s)', async (location, reason) => {
    redirecting({ '/a': Buffer.from(location).toString('latin1') });
    const expected = { code: 'invalid-file-redirect', file: 'Input', reason };
    expect(await refusal(`${host.origin}/a`)).toEqual(expected);
    expect(host.seen).toHaveLength(1);
  });

  test.each(['/\\10.0.0.1/f', '\\\\10.0.0.1/f', '//10.0.0.1/f', '///10.0.0.1/f', 'f\tg'])(
    'that only looks relative is refused: %j',
    async (location) => {
      redirecting({ '/a': location });
      expect(await refusal(`${host.origin}/a`)).toMatchObject({ code: 'invalid-file-redirect' });
      expect(host.seen).toHaveLength(1);
    },
  );

  // follow-redirects 125, scrapy 2321
  test.each([
    ['/café/Ü.csv', '/caf%C3%A9/%C3%9C.csv', 'Ü.csv'],
    ['/f?q=naïve&r=a b', '/f?q=na%C3%AFve&r=a%20b', 'f'],
    ['/caf%C3%A9/%E2%82%AC.csv', '/caf%C3%A9/%E2%82%AC.csv', '€.csv'],
    ['/caf%c3%a9/100%25.csv', '/caf%c3%a9/100%25.csv', '100%.csv'],
    ['/a%2Fb%20c+d.csv', '/a%2Fb%20c+d.csv', 'b c+d.csv'],
    ['/%D0%9E/é.csv', '/%D0%9E/%C3%A9.csv', 'é.csv'],
  ])('is followed as it was meant: %s', async (location, url, fileName) => {
    const { origin } = host;
    for (const place of [location, `${origin}${location}`, origin.slice(6) + location]) {
      host.seen.length = 0;
      redirecting({ '/a': Buffer.from(place).toString('latin1') });
      expect(await fetchFile(`${origin}/a`)).toMatchObject({ fileName });
      expect(host.seen.map((seen) => seen.url)).toEqual(['/a', url]);
    }
  });

  test('in raw Latin-1 is followed byte by byte', async () => {
    redirecting({ '/a': '/caf\u00e9/x' });
    expect(await fetchFile(`${host.origin}/a`)).toMatchObject({ text: 'the file' });
    expect(host.seen.map(({ url }) => url)).toEqual(['/a', '/caf%E9/x']);
  });

  test.each([301, 302, 303, 307, 308])('from https to https is followed: %d', async (status) => {
    redirecting({ '/a': `${host.origin}/b/data.csv` }, status);
    expect(await fetchFile(`${host.origin}/a`)).toMatchObject({ fileName: 'data.csv' });
    expect(host.seen.map(({ url }) => url)).toEqual(['/a', '/b/data.csv']);
  });

  test('may be relative', async () => {
    redirecting({ '/d/a': '../b?x=1', '/b?x=1': '?y=2', '/b?y=2': './c/./d' });
    expect(await fetchFile(`${host.origin}/d/a`)).toMatchObject({ text: 'the file' });
    expect(host.seen.at(-1)?.url).toBe('/c/d');
  });

  test('in a circle ends', async () => {
    redirecting({ '/a': '/a' });
    expect(await refusal(`${host.origin}/a`)).toMatchObject({ code: 'file-not-fetched' });
    expect(host.seen).toHaveLength(6);
  });
});

function fetched(place: string, body: string | Buffer, headers: Record<string, string>) {
  host.answer = (response) => response.writeHead(200, headers).end(body);
  return fetchFile(host.origin + place);
}

const PAGE = '<!doctype html><title>Sign in</title>';

describe('a web page in place of a file', () => {
  test.each<[string, string, string | Buffer, Record<string, string>]>([
    ['a login', '/export.csv', PAGE, { 'content-type': 'text/html; charset=utf-8' }],
    ['a shared file', '/file/d/1a/view', `\uFEFF\n ${PAGE}`, { 'content-type': 'TEXT/HTML' }],
    [
      'XHTML',
      '/report.xlsx',
      `<?xml version="1.0"?>${PAGE}`,
      { 'content-type': 'application/xhtml+xml' },
    ],
    [
      'compressed',
      '/export.csv',
      gzipSync(PAGE),
      { 'content-type': 'text/html', 'content-encoding': 'gzip' },
    ],
  ])('is an error of its own: %s', async (_, place, body, headers) => {
    const expected = { code: 'file-is-web-page', file: 'Input' };
    expect(await errorOf(fetched(place, body, headers))).toEqual(expected);
  });

  test.each<[string, string, string, Record<string, string>]>([
    ['the name asks for a page', '/report.html', PAGE, { 'content-type': 'text/html' }],
    [
      'the host names it as a page',
      '/d/1',
      PAGE,
      { 'content-type': 'text/html', 'content-disposition': 'attachment; filename=a.HTM' },
    ],
    ['a script left its type out', '/export.php', 'a,b\n1,2\n', { 'content-type': 'text/html' }],
    ['it is empty', '/export.csv', '', { 'content-type': 'text/html' }],
    ['its type is another', '/data.xml', '<a/>', { 'content-type': 'text/xml' }],
  ])('is none where %s', async (_, place, body, headers) => {
    expect(await fetched(place, body, headers)).toMatchObject({ text: body });
  });
});
