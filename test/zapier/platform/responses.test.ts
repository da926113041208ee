import type { OutgoingHttpHeaders } from 'node:http';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { realClock } from '../../../sandbox/clock.ts';
import { zapierTransport } from '../../../src/zapier/platform/transport.ts';
import { type Core, startCore } from '../core.ts';
import { type Loopback, startLoopback } from './loopback.ts';

let core: Core;
let server: Loopback;
beforeAll(async () => {
  [core, server] = await Promise.all([startCore(), startLoopback()]);
});
afterAll(async () => {
  await server.close();
  await core.close();
});

/** A limit that no test waits for. */
const timeoutMs = 600_000;
const send = () =>
  core.run((z) =>
    zapierTransport(
      z,
      realClock,
    )({
      method: 'POST',
      url: server.origin,
      headers: { 'content-type': 'application/json' },
      body: '{}',
      timeoutMs,
    }),
  );

describe('a response that cannot be used is told at once, and leaves open what the request did', () => {
  test.each<[string, OutgoingHttpHeaders, Buffer]>([
    ['of known length', { 'content-length': '100' }, Buffer.from('{"jobId":"EA1"}')],
    ['in chunks', {}, Buffer.from('{"jobId":"EA1"}')],
    [
      'that is compressed',
      { 'content-encoding': 'gzip', 'content-length': '1000' },
      gzipSync('{"jobId":"EA1"}'),
    ],
  ])('cut short amid a body %s', async (_, head, part) => {
    for (const end of ['destroy', 'end'] as const) {
      server.answer = (response) => {
        response.writeHead(200, head).write(part, () => response.socket?.[end]());
      };
      const failure = send();
      await expect(failure).rejects.toMatchObject({
        reason: 'connection-reset',
        requestNotSent: false,
      });
    }
  });

  test('in another protocol that nobody has asked for', async () => {
    server.answer = ({ socket }) => {
      socket?.write(
        'HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2\r\nConnection: Upgrade\r\n\r\n',
      );
    };
    await expect(send()).rejects.toMatchObject({
      reason: 'connection-reset',
      requestNotSent: false,
    });
  });

  test('larger than any should be', async () => {
    server.answer = (response) => response.end(Buffer.alloc(17 * 1024 * 1024));
    await expect(send()).rejects.toMatchObject({
      reason: 'response-too-large',
      requestNotSent: false,
    });
  });

  test.each([
    ['an unknown coding', 'compress'],
    ['a coding that was not applied', 'gzip'],
  ])('in %s', async (_, coding) => {
    server.answer = (response) =>
      response.writeHead(200, { 'content-encoding': coding }).end('{"jobId":"EA1"}');
    await expect(send()).rejects.toMatchObject({
      reason: 'unreadable-response',
      requestNotSent: false,
    });
  });
});

describe('the bytes of a response become text', () => {
  const json = '{"name":"Größe"}';
  test.each<[string, OutgoingHttpHeaders, Buffer]>([
    [
      'by the declared charset (axios 501, node-fetch 184)',
      { 'content-type': 'application/json; charset=ISO-8859-1' },
      Buffer.from(json, 'latin1'),
    ],
    ['with a byte order mark taken off', {}, Buffer.from(`\uFEFF${json}`)],
    ['by GZIP in capitals (node-fetch 661)', { 'content-encoding': 'GZIP' }, gzipSync(json)],
    ['by raw deflate (node-fetch 93)', { 'content-encoding': 'deflate' }, deflateRawSync(json)],
    [
      'by several codings and a charset',
      { 'content-encoding': 'deflate, br', 'content-type': 'text/plain; charset=utf-16' },
      brotliCompressSync(deflateSync(Buffer.from(json, 'utf16le'))),
    ],
  ])('%s', async (_, headers, body) => {
    server.answer = (response) => response.writeHead(200, headers).end(body);
    expect(await send()).toMatchObject({ status: 200, text: json });
  });
});
