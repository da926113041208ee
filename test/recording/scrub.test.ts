import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { decompressed, findSecret, scrub } from './scrub.ts';

describe('scrubbing', () => {
  test('replaces a secret in values, keys, nested text and URLs, encoded or not', () => {
    const value = {
      url: 'https://localhost:4000/a?x=s%2Fe%22c',
      nested: [{ 's/e"c': 'before s/e"c after' }],
      json: JSON.stringify({ token: 's/e"c' }),
    };
    const scrubbed = scrub(value, [
      ['s/e"c', 'SECRET'],
      ['https://localhost:4000', 'https://omniscope.example.com'],
    ]);
    expect(scrubbed.url).toBe('https://omniscope.example.com/a?x=SECRET');
    expect(scrubbed.nested).toEqual([{ SECRET: 'before SECRET after' }]);
  });

  test('leaves nothing of a longer secret that begins with a shorter one', () => {
    expect(
      scrub(
        ['abc', 'abcdef'],
        [
          ['abc', 'X'],
          ['abcdef', 'Y'],
        ],
      ),
    ).toEqual(['X', 'Y']);
  });

  test('makes boundaries of uploads the same', () => {
    const boundary = `--omniscope-${'0af3'.repeat(8)}--`;
    expect(scrub(boundary, [])).toBe('--omniscope-boundary--');
  });

  test.each([
    'x eyJhbGciOiJSUzI1NiJ9.e30.x',
    'authorization: Bearer abcdef',
    { access_token: 'abcdef' },
    { refresh_token: 'abcdef' },
    'grant_type=refresh_token&refresh_token=abcdef',
    'client_secret=abcdef',
  ])('refuses what looks like a secret that nobody named: %j', (value) => {
    expect(() => scrub(value, [])).toThrow('An unknown secret');
  });

  test('takes stand-ins and ordinary text for no secret', () => {
    const text =
      '{"access_token":"recorded-a","refresh_token":"next-b"} Bearer recorded-a code=next-';
    expect(findSecret(text)).toBeNull();
    expect(
      findSecret('"jobId":"EF597_1","path":"Sales/.run/Check FileMTc5NTQ0Mis=.iox"'),
    ).toBeNull();
  });
});

describe('a compressed body', () => {
  const text = Buffer.from('a secret in the middle');

  test.each([
    ['gzip', gzipSync(text)],
    ['x-gzip', gzipSync(text)],
    ['deflate', deflateSync(text)],
    ['br', brotliCompressSync(text)],
    ['identity', text],
    ['', text],
  ])('that is "%s" is read as what it holds', (encoding, body) => {
    expect(decompressed(body, encoding)).toEqual(text);
  });

  test('that cannot be read is not recorded', () => {
    expect(() => decompressed(text, 'zstd')).toThrow('cannot decode');
  });
});
