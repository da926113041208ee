import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { errorOf } from '../../omniscope/fixture.ts';
import { type Files, startFiles } from './files.ts';

let files: Files;
beforeAll(async () => {
  files = await startFiles();
});
afterAll(() => files.close());

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
