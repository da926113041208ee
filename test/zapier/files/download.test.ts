import * as zlib from 'node:zlib';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
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
    expect(await refusal(`${host.origin}/f`, 2_000)).toMatchObject({
      code: 'file-download-interrupted',
    });
  });
});

const content = 'a,b\r\n'.repeat(100);
const gz = gzipSync(content);

interface Sent {
  encoding: string;
  body: Buffer | string;
  name?: string;
  type?: string;
  disposition?: string;
}

function fetchCoded({ encoding, body, name = 'f', type, disposition }: Sent) {
  const headers = {
    'content-encoding': encoding,
    'content-length': Buffer.byteLength(body),
    ...(type !== undefined && { 'content-type': type }),
    ...(disposition !== undefined && { 'content-disposition': disposition }),
  };
  host.answer = (response) => response.writeHead(200, headers).end(body);
  return fetchFile(`${host.origin}/${name}`);
}

describe('a file that its host sends in a content coding', () => {
  // neuroglancer 795, node-fetch 93
  test.each<[string, Buffer | string]>([
    ['gzip', gz],
    ['GZip', gz],
    ['x-gzip', gz],
    ['gzip, identity', gz],
    ['aws-chunked,gzip', gz],
    ['aws-chunked', content],
    ['deflate', deflateSync(content)],
    ['deflate', deflateRawSync(content)],
    ['br', brotliCompressSync(content)],
    ['gzip, br', brotliCompressSync(gz)],
    ['deflate , GZIP', gzipSync(deflateSync(content))],
    ['identity', content],
    ['', content],
  ])('arrives as the file that it is: %j', async (encoding, body) => {
    expect(await fetchCoded({ encoding, body })).toMatchObject({ text: content });
  });

  test.each(['compress', 'zstd-not', 'gzip, foo', 'foo, gzip', 'base64', 'gzip;q=1'])(
    'is an error where the coding is not known, never its encoded bytes: %s',
    async (encoding) => {
      const expected = { code: 'file-encoding-unknown', file: 'Input' };
      expect(await errorOf(fetchCoded({ encoding, body: gz }))).toEqual(expected);
    },
  );

  test('in zstd is decoded where Node can, else an error', async () => {
    const compress = 'zstdCompressSync' in zlib ? zlib.zstdCompressSync : undefined;
    if (typeof compress === 'function') {
      const sent = { encoding: 'zstd', body: compress(content), name: 'f.csv.zst' };
      expect(await fetchCoded(sent)).toMatchObject({ text: content, fileName: 'f.csv' });
    } else {
      const sent = fetchCoded({ encoding: 'zstd', body: 'x' });
      expect(await errorOf(sent)).toMatchObject({ code: 'file-encoding-unknown' });
    }
  });

  test('has no length that is known, and keeps the name and type that agree with it', async () => {
    const sent = { encoding: 'gzip', body: gz, name: 'a.csv', type: 'text/csv' };
    const expected = { size: null, fileName: 'a.csv', contentType: 'text/csv', text: content };
    expect(await fetchCoded(sent)).toEqual(expected);
  });

  test.each<[string, Buffer]>([
    ['cut short', gz.subarray(0, 20)],
    ['something else', Buffer.from('not gzip at all')],
  ])('is no whole file where it is %s', async (_, body) => {
    const code = 'file-download-interrupted';
    expect(await errorOf(fetchCoded({ encoding: 'gzip', body }))).toMatchObject({ code });
  });
});

const OCTETS = 'application/octet-stream';

describe('name, type and bytes of a file agree', () => {
  // DependencyCheck 441, less 22
  test.each<[string, Sent, { fileName: string; contentType: string }]>([
    [
      'kept compressed, sent as what is in it',
      { encoding: 'gzip', body: gz, name: 'export.csv.gz', type: 'text/csv' },
      { fileName: 'export.csv', contentType: 'text/csv' },
    ],
    [
      'kept compressed, sent as that',
      { encoding: 'x-gzip', body: gz, name: 'Export.CSV.GZ', type: 'application/x-gzip' },
      { fileName: 'Export.CSV', contentType: OCTETS },
    ],
    [
      'a name without an ending, a type of compressed files',
      { encoding: 'gzip', body: gz, name: 'export', type: 'application/gzip; x=1' },
      { fileName: 'export', contentType: OCTETS },
    ],
    [
      'an archive',
      { encoding: 'gzip', body: gz, name: 'a.tgz', type: 'application/x-tgz' },
      { fileName: 'a.tar', contentType: OCTETS },
    ],
    [
      'a name in Content-Disposition',
      { encoding: 'gzip', body: gz, disposition: 'attachment; filename="a b.csv.gz"' },
      { fileName: 'a b.csv', contentType: OCTETS },
    ],
    [
      'Brotli',
      { encoding: 'br', body: brotliCompressSync(content), name: 'export.csv.br' },
      { fileName: 'export.csv', contentType: OCTETS },
    ],
    [
      'nothing but the ending',
      { encoding: 'gzip', body: gz, name: '.gz' },
      { fileName: 'file', contentType: OCTETS },
    ],
  ])('unpacked: %s', async (_, sent, labels) => {
    expect(await fetchCoded(sent)).toEqual({ ...labels, size: null, text: content });
  });

  const stored = { name: 'export.csv.gz', type: 'application/gzip' };
  test.each<[string, Sent]>([
    ['twice compressed, once for the way', { ...stored, encoding: 'gzip', body: gzipSync(gz) }],
    ['in another coding', { ...stored, encoding: 'br', body: brotliCompressSync(gz) }],
    ['in no coding', { ...stored, encoding: 'identity', body: gz }],
  ])('passed on as it is kept: %s', async (_, sent) => {
    const labels = { fileName: 'export.csv.gz', contentType: 'application/gzip' };
    expect(await fetchCoded(sent)).toMatchObject({ ...labels, text: String(gz) });
  });
});
