import { createServer as createHttpServer } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { realClock } from '../../../sandbox/clock.ts';
import { openDownload } from '../../../src/zapier/files/download.ts';
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

/** Sends on from `/a` to the address in its place, and gives a file anywhere else. */
function redirecting(places: Record<string, string>, status = 302): void {
  host.answer = (response, { url }) => {
    const location = places[url];
    if (location === undefined) response.end('the file');
    else response.writeHead(status, { location }).end('moved');
  };
}

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

describe('a link', () => {
  test.each([
    'http://files.example.com/f',
    'ftp://files.example.com/f',
    'file:///etc/passwd',
    'data:text/plain,x',
    'javascript:alert(1)',
    'https://user:password@files.example.com/f',
    'https://',
    'files.example.com/f',
    'just a name.csv',
  ])('is refused before any request where it is not plain https: %s', async (url) => {
    expect(await refusal(url)).toEqual({ code: 'invalid-file-url', file: 'Input' });
    expect(host.seen).toHaveLength(0);
  });
});

describe('a redirect', () => {
  test.each([301, 302, 303, 307, 308])('from https to https is followed: %d', async (status) => {
    redirecting({ '/a': `${host.origin}/b/data.csv` }, status);
    expect(await fetchFile(`${host.origin}/a`)).toMatchObject({ fileName: 'data.csv' });
    expect(host.seen.map(({ url }) => url)).toEqual(['/a', '/b/data.csv']);
  });

  test('may be relative, and lead to another name of the host', async () => {
    redirecting({ '/a': 'b?x=1', '/b?x=1': `https://127.0.0.1:${host.port}/c` });
    expect(await fetchFile(`${host.origin}/a`)).toMatchObject({ text: 'the file' });
  });

  test('to http is refused, and never asked for', async () => {
    let asked = 0;
    const plain = createHttpServer((_, response) => {
      asked += 1;
      response.end('x');
    });
    await new Promise<void>((resolve) => plain.listen(0, '127.0.0.1', resolve));
    const address = plain.address();
    const port = address !== null && typeof address === 'object' ? address.port : 0;
    redirecting({ '/a': `http://localhost:${port}/b` });
    const expected = { code: 'invalid-file-redirect', file: 'Input' };
    expect(await refusal(`${host.origin}/a`)).toEqual(expected);
    expect(asked).toBe(0);
    plain.close();
  });

  test.each(['ftp://files.example.com/f', 'https://u:p@files.example.com/'])(
    'to anything but plain https is refused: %s',
    async (location) => {
      redirecting({ '/a': location });
      expect(await refusal(`${host.origin}/a`)).toMatchObject({ code: 'invalid-file-redirect' });
    },
  );

  test('in a circle ends', async () => {
    redirecting({ '/a': '/a' });
    expect(await refusal(`${host.origin}/a`)).toMatchObject({ code: 'file-not-fetched' });
    expect(host.seen).toHaveLength(6);
  });
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

  test('that cannot be reached, or does not answer in time, has none either', async () => {
    const expected = { code: 'file-not-fetched', file: 'Input', status: null };
    expect(await refusal('https://localhost:1/f')).toEqual(expected);
    host.answer = () => {};
    expect(await refusal(`${host.origin}/f`, 80)).toEqual(expected);
    host.answer = (response) => response.destroy();
    expect(await refusal(`${host.origin}/f`)).toEqual(expected);
  });

  test.each<[string, Record<string, string>]>([
    ['before the length that it told', { 'content-length': '100' }],
    ['amid chunks', {}],
  ])('that breaks off %s gave no whole file', async (_, headers) => {
    host.answer = (response) => {
      response.writeHead(200, headers).write('the beginning', () => response.destroy());
    };
    const expected = { code: 'file-download-interrupted', file: 'Input' };
    expect(await refusal(`${host.origin}/f`, 800)).toEqual(expected);
  });

  test('that stalls gave no whole file', async () => {
    host.answer = (response) => response.writeHead(200).write('the beginning');
    expect(await refusal(`${host.origin}/f`, 800)).toMatchObject({
      code: 'file-download-interrupted',
    });
  });

  test('that sends fewer bytes than it told gave no whole file', async () => {
    // Told of an answer to HEAD or through a proxy, the length may be wrong although nothing broke.
    host.answer = (response) => {
      response.socket?.write(
        'HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 9\r\n\r\nabc',
      );
      response.socket?.end();
    };
    expect(await refusal(`${host.origin}/f`, 800)).toMatchObject({
      code: 'file-download-interrupted',
    });
  });
});

test('a download that is not read lets go of its host', async () => {
  let closed: Promise<unknown> = Promise.resolve();
  host.answer = (response) => {
    closed = new Promise((resolve) => response.once('close', resolve));
    response.writeHead(200).write('the beginning');
  };
  await files.core.run(async (z) => {
    const file = { name: 'Input', url: `${host.origin}/f` };
    const download = await openDownload(z, realClock, file, realClock.now() + 10_000);
    download.cancel();
  });
  await closed;
  expect(host.seen).toHaveLength(1);
});
