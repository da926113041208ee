import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { errorOf } from '../../omniscope/fixture.ts';
import { type Files, startFiles } from './files.ts';

let files: Files;
beforeAll(async () => {
  files = await startFiles();
});
afterAll(() => files.close());

describe('a file that its host keeps compressed', () => {
  const content = 'a,b\r\n'.repeat(100);
  const fetched = (encoding: string, body: Buffer) => {
    const headers = { 'content-encoding': encoding, 'content-length': body.length };
    files.host.answer = (response) => response.writeHead(200, headers).end(body);
    return files.fetchFile(`${files.host.origin}/f`);
  };

  test.each([
    ['gzip', gzipSync(content)],
    ['GZip', gzipSync(content)],
    ['deflate', deflateSync(content)],
    ['br', brotliCompressSync(content)],
    ['identity', Buffer.from(content)],
  ])('arrives as the file that it is: %s', async (encoding, body) => {
    expect(await fetched(encoding, body)).toMatchObject({ text: content });
  });

  test('has no length that anybody knows', async () => {
    expect(await fetched('gzip', gzipSync(content))).toMatchObject({ size: null });
  });

  test.each<[string, Buffer]>([
    ['cut short', gzipSync(content).subarray(0, 20)],
    ['something else', Buffer.from('not gzip at all')],
  ])('is no whole file where it is %s', async (_, body) => {
    expect(await errorOf(fetched('gzip', body))).toMatchObject({
      code: 'file-download-interrupted',
    });
  });
});
