import * as zlib from 'node:zlib';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { errorOf } from '../../omniscope/fixture.ts';
import { type Files, startFiles } from './files.ts';

let files: Files;
beforeAll(async () => {
  files = await startFiles();
});
afterAll(() => files.close());

const content = 'a,b\r\n'.repeat(100);
const gz = gzipSync(content);

interface Sent {
  encoding: string;
  body: Buffer | string;
  name?: string;
  type?: string;
  disposition?: string;
}

function fetched({ encoding, body, name = 'f', type, disposition }: Sent) {
  const headers = {
    'content-encoding': encoding,
    'content-length': Buffer.byteLength(body),
    ...(type !== undefined && { 'content-type': type }),
    ...(disposition !== undefined && { 'content-disposition': disposition }),
  };
  files.host.answer = (response) => response.writeHead(200, headers).end(body);
  return files.fetchFile(`${files.host.origin}/${name}`);
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
    expect(await fetched({ encoding, body })).toMatchObject({ text: content });
  });

  test.each(['compress', 'zstd-not', 'gzip, foo', 'foo, gzip', 'base64', 'gzip;q=1'])(
    'is an error where the coding is not known, never its encoded bytes: %s',
    async (encoding) => {
      const expected = { code: 'file-encoding-unknown', file: 'Input' };
      expect(await errorOf(fetched({ encoding, body: gz }))).toEqual(expected);
    },
  );

  test('in zstd is decoded where Node can, else an error', async () => {
    const compress = 'zstdCompressSync' in zlib ? zlib.zstdCompressSync : undefined;
    if (typeof compress === 'function') {
      const sent = { encoding: 'zstd', body: compress(content), name: 'f.csv.zst' };
      expect(await fetched(sent)).toMatchObject({ text: content, fileName: 'f.csv' });
    } else {
      const sent = fetched({ encoding: 'zstd', body: 'x' });
      expect(await errorOf(sent)).toMatchObject({ code: 'file-encoding-unknown' });
    }
  });

  test('has no length that is known, and keeps the name and type that agree with it', async () => {
    const sent = { encoding: 'gzip', body: gz, name: 'a.csv', type: 'text/csv' };
    const expected = { size: null, fileName: 'a.csv', contentType: 'text/csv', text: content };
    expect(await fetched(sent)).toEqual(expected);
  });

  test.each<[string, Buffer]>([
    ['cut short', gz.subarray(0, 20)],
    ['something else', Buffer.from('not gzip at all')],
  ])('is no whole file where it is %s', async (_, body) => {
    const code = 'file-download-interrupted';
    expect(await errorOf(fetched({ encoding: 'gzip', body }))).toMatchObject({ code });
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
    expect(await fetched(sent)).toEqual({ ...labels, size: null, text: content });
  });

  const stored = { name: 'export.csv.gz', type: 'application/gzip' };
  test.each<[string, Sent]>([
    ['twice compressed, once for the way', { ...stored, encoding: 'gzip', body: gzipSync(gz) }],
    ['in another coding', { ...stored, encoding: 'br', body: brotliCompressSync(gz) }],
    ['in no coding', { ...stored, encoding: 'identity', body: gz }],
  ])('passed on as it is kept: %s', async (_, sent) => {
    const labels = { fileName: 'export.csv.gz', contentType: 'application/gzip' };
    expect(await fetched(sent)).toMatchObject({ ...labels, text: String(gz) });
  });
});
