import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { errorOf } from '../../omniscope/fixture.ts';
import type { Loopback } from '../platform/loopback.ts';
import { type Files, startFiles } from './files.ts';

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
const refusal = (url: string, timeMs?: number) => errorOf(files.fetchFile(url, timeMs));

describe('a download', () => {
  test('gives the bytes, with what the host tells of them', async () => {
    const content = 'a,b\r\n1,2\r\n';
    host.answer = (response) =>
      response
        .writeHead(200, {
          'content-type': 'text/csv; charset=utf-8',
          'content-disposition': 'attachment; filename="data.csv"',
          'content-length': content.length,
        })
        .end(content);
    expect(await fetchFile(`${host.origin}/files/1`)).toEqual({
      fileName: 'data.csv',
      contentType: 'text/csv; charset=utf-8',
      size: 10,
      text: content,
    });
  });

  test('may come without anything told of it', async () => {
    host.answer = (response) => response.writeHead(200).end('x');
    expect(await fetchFile(`${host.origin}/files/a%20b.bin`)).toEqual({
      fileName: 'a b.bin',
      contentType: 'application/octet-stream',
      size: null,
      text: 'x',
    });
  });

  test('takes along nothing of the connection, and asks for the bytes as they are', async () => {
    host.answer = (response) => response.end('x');
    await fetchFile(`${host.origin}/f`);
    const [seen] = host.seen;
    expect(seen?.method).toBe('GET');
    expect(Object.keys(seen?.headers ?? {})).not.toContain('authorization');
    expect(Object.keys(seen?.headers ?? {})).not.toContain('cookie');
    expect(seen?.headers['accept-encoding']).toBe('identity');
  });

  test.each([
    '?sig=a%2Bb%3D&z=1&a=%20+&z=2&flag',
    '?x=%7B%7Bbundle.y%7D%7D&%7B%7Bz%7D%7D',
    '/%7B%7Ba%7D%7D',
  ])('has the link arrive as it is, signature, order, braces and all: %s', async (rest) => {
    host.answer = (response) => response.end('x');
    await fetchFile(`  ${host.origin}/f${rest}  `);
    expect(host.seen[0]?.url).toBe(`/f${rest}`);
  });

  test.each(['text/html\u00e9', 'nonsense', ''])(
    'has no type that could break a header: %j',
    async (type) => {
      host.answer = (response) => response.writeHead(200, { 'content-type': type }).end('x');
      const { contentType } = await fetchFile(`${host.origin}/f`);
      expect(contentType).toBe('application/octet-stream');
    },
  );
});

describe('a host', () => {
  test.each([204, 206, 302, 401, 403, 404, 410, 429, 500])(
    'that answers %d has no file to give, and its 401 refreshes no token',
    async (status) => {
      host.answer = (response) => response.writeHead(status).end('x');
      const expected = { code: 'file-not-fetched', file: 'Input', status };
      expect(await refusal(`${host.origin}/f`)).toEqual(expected);
    },
  );

  test('that cannot be reached, or does not respond in time, has none either', async () => {
    const expected = { code: 'file-not-fetched', file: 'Input', status: null };
    expect(await refusal('https://localhost:1/f')).toEqual(expected);
    host.answer = () => {};
    expect(await refusal(`${host.origin}/f`, 80)).toEqual(expected);
    host.answer = (response) => response.destroy();
    expect(await refusal(`${host.origin}/f`)).toEqual(expected);
  });

  test('that gives a redirect without a place has none either', async () => {
    host.answer = (response) => response.writeHead(302, { location: '' }).end();
    expect(await refusal(`${host.origin}/f`)).toMatchObject({ code: 'file-not-fetched' });
  });

  test('that stalls gave no whole file', async () => {
    host.answer = (response) => response.writeHead(200).write('the beginning');
    expect(await refusal(`${host.origin}/f`, 300)).toMatchObject({
      code: 'file-download-interrupted',
    });
  });
});

function fetched(place: string, body: string | Buffer, headers: Record<string, string>) {
  files.host.answer = (response) => response.writeHead(200, headers).end(body);
  return files.fetchFile(files.host.origin + place);
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
