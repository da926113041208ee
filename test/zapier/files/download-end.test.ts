import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { HttpRequestOptions, ZObject } from 'zapier-platform-core';
import { realClock } from '../../../sandbox/clock.ts';
import { type Download, openDownload } from '../../../src/zapier/files/download.ts';
import { errorOf } from '../../omniscope/fixture.ts';
import type { Loopback } from '../platform/loopback.ts';
import { countingClock, neverEnding } from './clocks.ts';
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

describe('a download that is cut short', () => {
  /** Writes these bytes to the connection, and nothing more. */
  const raw = (head: string, body: Buffer, end: 'end' | 'destroy') => {
    host.answer = ({ socket }) => {
      socket?.write(`HTTP/1.1 200 OK\r\n${head}\r\n\r\n`);
      socket?.write(body, () => (end === 'end' ? socket.end() : socket.destroy()));
    };
  };
  const gzipped = gzipSync(randomBytes(100_000));
  const chunk = (bytes: Buffer) =>
    Buffer.concat([Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, Buffer.from('\r\n')]);
  const some = Buffer.from('the beginning');

  test.each<[string, string, Buffer]>([
    ['of a known length', 'Content-Length: 100', some],
    ['of a known length, at its start', 'Content-Length: 100', Buffer.of()],
    ['of a known length, large', 'Content-Length: 900000', Buffer.alloc(800_000)],
    ['in chunks', 'Transfer-Encoding: chunked', chunk(some)],
    ['in chunks, within one', 'Transfer-Encoding: chunked', chunk(some).subarray(0, 9)],
    [
      'coded, of a known length',
      `Content-Encoding: gzip\r\nContent-Length: ${gzipped.length}`,
      gzipped.subarray(0, 60_000),
    ],
    [
      'coded, in chunks',
      'Content-Encoding: gzip\r\nTransfer-Encoding: chunked',
      chunk(gzipped.subarray(0, 60_000)),
    ],
    [
      'coded, up to the end of the connection',
      'Content-Encoding: gzip',
      gzipped.subarray(0, 9_000),
    ],
    ['of a page', 'Content-Type: text/html\r\nContent-Length: 100', some],
  ])('is noticed without any deadline: %s', async (_, head, body) => {
    for (const end of ['end', 'destroy'] as const) {
      raw(head, body, end);
      const expected = { code: 'file-download-interrupted', file: 'Input' };
      expect(await errorOf(files.fetchFile(`${host.origin}/f`, 1, neverEnding))).toEqual(expected);
    }
  });
});

test('a download that is cut short before the core has passed its response on is noticed', async () => {
  let closed: Promise<unknown> = Promise.resolve();
  host.answer = (response) => {
    closed = once(response, 'close');
    response.writeHead(200, { 'content-length': 9 }).write('x', () => response.destroy());
  };
  const reading = files.core.run(async (z) => {
    const request = async (options: HttpRequestOptions & { url: string; raw: true }) => {
      const response = await z.request(options);
      await closed;
      await realClock.sleep(20);
      return response;
    };
    const slow: ZObject = Object.assign(Object.create(z), { request });
    const file = { name: 'Input', url: `${host.origin}/f` };
    const { bytes } = await openDownload(slow, neverEnding, RULES, file, 0);
    return buffer(bytes);
  });
  expect(await errorOf(reading)).toMatchObject({ code: 'file-download-interrupted' });
});

describe('when a download is over', () => {
  const { clock, pending } = countingClock();
  const bytes = Buffer.alloc(3_000_000);
  const sockets: Socket[] = [];
  const answering = (answer: (response: ServerResponse) => void) => {
    sockets.length = 0;
    host.answer = (response) => {
      if (response.socket !== null) sockets.push(response.socket);
      answer(response);
    };
  };
  const open = (read: (download: Download) => Promise<unknown>) =>
    files.core.run(async (z) => {
      const file = { name: 'Input', url: `${host.origin}/f` };
      const download = await openDownload(z, clock, RULES, file, clock.now() + 10_000);
      await read(download).catch(() => {});
      download.cancel();
    });

  test.each<[string, (response: ServerResponse) => void, (download: Download) => Promise<unknown>]>(
    [
      ['read', (response) => response.end(bytes), ({ bytes }) => buffer(bytes)],
      ['never read', (response) => response.write('the beginning'), async () => {}],
      ['never read, large', (response) => response.end(bytes), async () => {}],
      [
        'read in part',
        (response) => response.end(bytes),
        async ({ bytes }) => {
          for await (const _ of bytes) break;
        },
      ],
      [
        'read in part, coded',
        (response) =>
          response
            .writeHead(200, { 'content-encoding': 'gzip' })
            .write(gzipSync(randomBytes(600_000))),
        async ({ bytes }) => {
          for await (const _ of bytes) break;
        },
      ],
      [
        'a page',
        (response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<html>'),
        async () => {},
      ],
      ['refused', (response) => response.writeHead(404).write('x'), async () => {}],
      ['refused with 401', (response) => response.writeHead(401).write('x'), async () => {}],
      [
        'redirected',
        (response) => response.writeHead(302, { location: '/f' }).write('x'),
        async () => {},
      ],
    ],
  )('its connections are closed and its timer is gone: %s', async (_, answer, read) => {
    answering(answer);
    await open(read).catch(() => {});
    expect(pending()).toBe(0);
    expect(sockets.length).toBeGreaterThan(0);
    await Promise.all(
      sockets.filter(({ closed }) => !closed).map((socket) => once(socket, 'close')),
    );
    // Without this, one that was read to its end would stay open for the next.
    expect(host.seen.every(({ headers }) => headers.connection === 'close')).toBe(true);
  });
});
