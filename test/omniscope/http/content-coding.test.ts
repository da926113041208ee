import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import * as zlib from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import {
  ContentTooLargeError,
  decodeContent,
  parseContentEncoding,
  UnknownCodingError,
} from '../../../src/omniscope/http/content-coding.ts';

const TEXT = 'Größe,Menge\r\n'.repeat(300);
const { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } = zlib;

/** In pieces of a few bytes where `piece` says so: what decides must not hang on how bytes arrive. */
function decode(header: string, body: Buffer, { piece = 1_000, limit = 1e9 } = {}) {
  const pieces = Array.from({ length: Math.ceil(body.length / piece) }, (_, index) =>
    body.subarray(index * piece, (index + 1) * piece),
  );
  const source = Readable.from(pieces, { objectMode: false });
  return buffer(decodeContent(source, parseContentEncoding(header), limit)).then(String);
}

describe('content codings', () => {
  test.each<[string, string, Buffer]>([
    ['none', '', Buffer.from(TEXT)],
    ['gzip', 'gzip', gzipSync(TEXT)],
    ['capital letters (node-fetch 661)', 'GZIP', gzipSync(TEXT)],
    ['the old name of gzip', 'x-gzip', gzipSync(TEXT)],
    ['two gzip members in one body', 'gzip', Buffer.concat([gzipSync(TEXT), gzipSync('')])],
    ['deflate as the standard has it', 'deflate', deflateSync(TEXT)],
    ['raw deflate (node-fetch 93)', 'deflate', deflateRawSync(TEXT)],
    ['brotli', 'br', brotliCompressSync(TEXT)],
    ['identity', 'identity', Buffer.from(TEXT)],
    ['gzip beside identity', 'gzip, identity', gzipSync(TEXT)],
    ['the name that S3 keeps (neuroglancer 795)', 'aws-chunked,gzip', gzipSync(TEXT)],
    ['the name that S3 keeps, alone', 'aws-chunked', Buffer.from(TEXT)],
    [
      'two codings, the last one undone first',
      'deflate, br',
      brotliCompressSync(deflateSync(TEXT)),
    ],
    ['empty elements of the list', ' , gzip ,', gzipSync(TEXT)],
  ])('undoes %s', async (_, header, body) => {
    expect(await decode(header, body)).toBe(TEXT);
    expect(await decode(header, body, { piece: 1 })).toBe(TEXT);
  });

  test('undoes zstd where this Node can, and refuses it where it cannot', async () => {
    if ('zstdCompressSync' in zlib && typeof zlib.zstdCompressSync === 'function') {
      const body: unknown = zlib.zstdCompressSync(TEXT);
      expect(body).toBeInstanceOf(Uint8Array);
      if (body instanceof Uint8Array) expect(await decode('zstd', Buffer.from(body))).toBe(TEXT);
    } else {
      expect(() => parseContentEncoding('zstd')).toThrow(UnknownCodingError);
    }
  });

  test.each(['gzip', 'deflate', 'br'])(
    'take a body without a byte for empty: %s',
    async (header) => {
      expect(await decode(header, Buffer.of())).toBe('');
    },
  );

  test.each(['compress', 'exi', 'gzip, magic', 'utf-8', 'gzip,'.repeat(5)])(
    'refuse what they do not know: %s',
    (header) => {
      expect(() => parseContentEncoding(header)).toThrow(UnknownCodingError);
    },
  );

  test.each<[string, string, Buffer]>([
    ['gzip cut short', 'gzip', gzipSync(TEXT).subarray(0, -5)],
    ['deflate cut short', 'deflate', deflateSync(TEXT).subarray(0, -5)],
    ['brotli cut short', 'br', brotliCompressSync(TEXT).subarray(0, -5)],
    ['no gzip at all', 'gzip', Buffer.from('plain text, no gzip')],
    ['a second coding that was not applied', 'gzip, br', gzipSync(TEXT)],
  ])('fail on %s', async (_, header, body) => {
    await expect(decode(header, body)).rejects.toThrow();
  });

  test('fail once more bytes come out than are allowed, at whichever coding', async () => {
    const zeros = gzipSync(Buffer.alloc(1_000_000));
    await expect(decode('gzip', zeros, { limit: 999_999 })).rejects.toThrow(ContentTooLargeError);
    expect(await decode('gzip', zeros, { limit: 1_000_000 })).toHaveLength(1_000_000);
    // A megabyte of empty members decodes to nothing, and still has to be gone through.
    const members = gzipSync(Buffer.concat(Array(50_000).fill(gzipSync(''))));
    await expect(decode('gzip, gzip', members, { limit: 100_000 })).rejects.toThrow(
      ContentTooLargeError,
    );
  });

  test('hold back a source that gives faster than they are read', async () => {
    let given = 0;
    const zeros = gzipSync(Buffer.alloc(4_000_000));
    const source = Readable.from(
      (function* () {
        for (let index = 0; index < 200; index += 1) {
          given += 1;
          yield zeros;
        }
      })(),
    );
    const content = decodeContent(source, ['gzip']);
    await new Promise((resolve) => content.once('readable', resolve));
    await new Promise((resolve) => setImmediate(resolve));
    expect(given).toBeLessThan(40);
    await expect(
      new Promise((_, reject) => {
        content.on('error', reject);
        if (content instanceof Readable) content.destroy(new Error('let go'));
      }),
    ).rejects.toThrow('let go');
    expect(source.destroyed).toBe(true);
  });
});
