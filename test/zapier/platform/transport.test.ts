import type { OutgoingHttpHeaders } from 'node:http';
import { Readable } from 'node:stream';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { realClock } from '../../../sandbox/clock.ts';
import { createVirtualClock } from '../../../sandbox/zapier-emulator/virtual-clock.ts';
import type { Clock } from '../../../src/omniscope/clock.ts';
import type { HttpRequest } from '../../../src/omniscope/http/transport.ts';
import { zapierTransport } from '../../../src/zapier/platform/transport.ts';
import { type Core, startCore } from '../core.ts';
import { clockByHand } from '../files/clocks.ts';
import { type Loopback, startLoopback } from './loopback.ts';

let core: Core;
let server: Loopback;
beforeAll(async () => {
  [core, server] = await Promise.all([startCore(), startLoopback()]);
});
beforeEach(() => {
  server.seen.length = 0;
});
afterAll(async () => {
  await server.close();
  await core.close();
});

const send = (request: Partial<HttpRequest> = {}, clock: Clock = realClock) =>
  core.run((z) => {
    const transport = zapierTransport(z, clock);
    const url = `${server.origin}/u/x`;
    const whole: HttpRequest = { method: 'POST', url, headers: {}, timeoutMs: 600_000, ...request };
    return transport(whole);
  });

const post = () => send({ headers: { 'content-type': 'application/json' }, body: '{}' });

describe('what arrives', () => {
  test.each([
    ['application/json', '{"a":"{{b}} {{bundle.c}} ü 📈","n":null}'],
    ['application/x-www-form-urlencoded', 'a=%7B%7Bb%7D%7D&client_secret=s%26%3D'],
  ])('is a %s body as it was written, with its length', async (type, body) => {
    server.answer = (response) => response.end('{}');
    await send({ headers: { 'content-type': type }, body });
    const [seen] = server.seen;
    expect(seen?.body).toBe(body);
    expect(seen?.headers['content-type']?.split(';')[0]).toBe(type);
    expect(seen?.headers['content-length']).toBe(String(Buffer.byteLength(body)));
    expect(seen?.headers['transfer-encoding']).toBeUndefined();
  });

  test('is a path as it was encoded, braces and dots too', async () => {
    server.answer = (response) => response.end('{}');
    const path = '/u/a%7B%7Bb%7D%7D/%7B%7Bbundle.x%7D%7D/%2B%20%27%28.iox/w/param';
    await send({ method: 'GET', url: server.origin + path });
    expect(server.seen[0]?.url).toBe(path);
  });

  test('is a stream as it comes', async () => {
    server.answer = (response) => response.end('{}');
    const body = Readable.from([Buffer.from('one '), Buffer.from('two')]);
    await send({ headers: { 'content-type': 'multipart/form-data; boundary=x' }, body });
    expect(server.seen[0]?.body).toBe('one two');
    expect(server.seen[0]?.headers['content-type']).toBe('multipart/form-data; boundary=x');
  });

  test('leaves no body in the logs', async () => {
    server.answer = (response) => response.end('{}');
    await send({ headers: { 'content-type': 'application/json' }, body: '{"s":"hidden-secret"}' });
    expect(core.logs()).not.toContain('hidden-secret');
  });
});

describe('every status is an answer', () => {
  test.each([200, 204, 302, 307, 400, 403, 404, 405, 429, 500, 503])('%d', async (status) => {
    server.answer = (response) =>
      response
        .writeHead(status, { location: `${server.origin}/elsewhere`, 'retry-after': '7' })
        .end(status === 204 ? '' : 'the text');
    const answer = await send({ body: '{}' });
    expect([answer.status, answer.header('Retry-After'), answer.text]).toEqual([
      status,
      '7',
      status === 204 ? '' : 'the text',
    ]);
    expect(answer.header('x-none')).toBeNull();
    // No redirect is followed, least of all with a credential or a body.
    expect(server.seen).toHaveLength(1);
  });

  test('401 too, with all that it says, although the core discards it', async () => {
    const text = `{"error":"invalid_client","filler":"${'ü'.repeat(100_000)}"}`;
    server.answer = (response) =>
      response
        .writeHead(401, { 'www-authenticate': 'Basic', 'content-encoding': 'gzip' })
        .end(gzipSync(text));
    const response = await send();
    expect([response.status, response.header('WWW-Authenticate'), response.text]).toEqual([
      401,
      'Basic',
      text,
    ]);
  });
});

describe('no answer', () => {
  const { clock, fire } = clockByHand();
  const timeout = { reason: 'timeout', requestNotSent: false };

  test('in time, headers', async () => {
    server.answer = () => fire();
    await expect(send({ body: '{}' }, clock)).rejects.toMatchObject(timeout);
  });

  test('in time, body', async () => {
    server.answer = (response) => response.writeHead(200).write('{"jobId":', () => fire());
    await expect(send({ body: '{}' }, clock)).rejects.toMatchObject(timeout);
  });

  test('because the connection broke, before or during the response', async () => {
    server.answer = (response) => response.destroy();
    const before = send({ body: '{}' });
    await expect(before).rejects.toMatchObject({
      reason: 'connection-reset',
      requestNotSent: false,
    });
    server.answer = (response) => {
      response.writeHead(200).write('{"jobId":', () => response.destroy());
    };
    await expect(send({ body: '{}' })).rejects.toMatchObject({ reason: 'connection-reset' });
  });

  test('because the certificate is for another name', async () => {
    const url = `https://localhost.localdomain:${server.port}/`;
    const failure = await send({ url }).catch((error) => error);
    // Where the name does not resolve on this machine, the request never gets as far.
    expect(['tls', 'unreachable']).toContain(failure.reason);
    expect(server.seen).toHaveLength(0);
  });
});

describe('a body that fails on its way', () => {
  async function* failing(beginning: string[], error: Error) {
    for (const piece of beginning) yield Buffer.from(piece);
    throw error;
  }

  test.each([
    ['before its first byte', []],
    ['amid its way', ['the beginning']],
  ])('ends the request unfinished, with the body’s own error: %s', async (_, beginning) => {
    let completed = 0;
    server.answer = (response) => {
      completed += 1;
      response.end('{}');
    };
    const error = new Error('the file broke off');
    const headers = { 'content-type': 'multipart/form-data; boundary=x' };
    const body = Readable.from(failing(beginning, error));
    await expect(send({ headers, body })).rejects.toBe(error);
    // The server may see a request that broke off; it never sees a whole one.
    expect(server.seen.every(({ body }) => body === '')).toBe(true);
    expect(completed).toBe(server.seen.length);
  });
});

test('waits on the clock that it is given', async () => {
  server.answer = () => {};
  const failure = core.run((z) => {
    const get = zapierTransport(z, createVirtualClock());
    return get({ method: 'GET', url: server.origin, headers: {}, timeoutMs: 3_600_000 });
  });
  await expect(failure).rejects.toMatchObject({ name: 'NetworkError' });
});

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
      const failure = post();
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
    await expect(post()).rejects.toMatchObject({
      reason: 'connection-reset',
      requestNotSent: false,
    });
  });

  test('larger than any should be', async () => {
    server.answer = (response) => response.end(Buffer.alloc(17 * 1024 * 1024));
    await expect(post()).rejects.toMatchObject({
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
    await expect(post()).rejects.toMatchObject({
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
    expect(await post()).toMatchObject({ status: 200, text: json });
  });
});
