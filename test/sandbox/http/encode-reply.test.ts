import { brotliDecompressSync, gunzipSync, inflateRawSync, inflateSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { type Charset, type Encoding, encodeReply } from '../../../sandbox/http/encode-reply.ts';
import { json } from '../../../sandbox/http/replies.ts';

const SIZE = json(200, { name: 'Größe', currency: '€' });

function encode(encoding: Encoding) {
  const { headers, body } = encodeReply(SIZE, encoding);
  return { headers, bytes: Buffer.from(body) };
}

describe('a response in another encoding', () => {
  test.each<[Charset, string, number[]]>([
    ['utf-8', 'ö€', [0xc3, 0xb6, 0xe2, 0x82, 0xac]],
    ['iso-8859-1', 'ö€', [0xf6, 0x3f]],
    ['windows-1252', 'ö€’Ÿ', [0xf6, 0x80, 0x92, 0x9f]],
    ['utf-16le', 'ö', [0xff, 0xfe, 0xf6, 0]],
    ['utf-16be', 'ö', [0xfe, 0xff, 0, 0xf6]],
  ])('declares its charset and writes its bytes: %s', (charset, text, bytes) => {
    const reply = encodeReply({ ...SIZE, body: text }, { charset });
    expect(reply.headers['content-type']).toBe(
      `application/json; charset=${charset.toUpperCase()}`,
    );
    expect([...Buffer.from(reply.body)]).toEqual(bytes);
  });

  test.each<[Encoding, string, (bytes: Buffer) => Buffer]>([
    [{ coding: 'gzip' }, 'gzip', gunzipSync],
    [{ coding: 'gzip', declaredAs: 'GZIP' }, 'GZIP', gunzipSync],
    [{ coding: 'deflate' }, 'deflate', inflateSync],
    [{ coding: 'raw-deflate' }, 'deflate', inflateRawSync],
    [{ coding: 'br' }, 'br', brotliDecompressSync],
  ])('declares its content coding and applies it: %j', (encoding, name, decode) => {
    const { headers, bytes } = encode(encoding);
    expect(headers['content-encoding']).toBe(name);
    expect(decode(bytes).toString()).toBe(SIZE.body);
  });
});
