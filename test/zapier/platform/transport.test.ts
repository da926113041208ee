import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { realClock } from '../../../sandbox/clock.ts';
import { createVirtualClock } from '../../../sandbox/zapier-emulator/virtual-clock.ts';
import type { HttpRequest } from '../../../src/omniscope/http/transport.ts';
import { zapierTransport } from '../../../src/zapier/platform/transport.ts';
import { type Core, startCore } from '../core.ts';
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

const send = (request: Partial<HttpRequest> = {}) =>
  core.run((z) => {
    const transport = zapierTransport(z, realClock);
    const url = `${server.origin}/u/x`;
    const whole: HttpRequest = { method: 'POST', url, headers: {}, timeoutMs: 600_000, ...request };
    return transport(whole);
  });

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
  test('in time, headers', async () => {
    server.answer = () => {};
    const failure = send({ body: '{}', timeoutMs: 200 });
    await expect(failure).rejects.toMatchObject({ reason: 'timeout', requestNotSent: false });
  });

  test('in time, body', async () => {
    server.answer = (response) => response.writeHead(200).write('{"jobId":');
    const failure = send({ body: '{}', timeoutMs: 150 });
    await expect(failure).rejects.toMatchObject({ reason: 'timeout' });
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
  async function* failing(error: Error) {
    yield Buffer.from('the beginning');
    throw error;
  }

  test('ends the request unfinished, with the body’s own error', async () => {
    let completed = 0;
    server.answer = (response) => {
      completed += 1;
      response.end('{}');
    };
    const error = new Error('the file broke off');
    const headers = { 'content-type': 'multipart/form-data; boundary=x' };
    await expect(send({ headers, body: Readable.from(failing(error)) })).rejects.toBe(error);
    // The server may see a request that broke off; it never sees a whole one.
    expect(server.seen.every(({ body }) => body === '')).toBe(true);
    expect(completed).toBe(server.seen.length);
  });
});

test('waits on the clock that it is given', async () => {
  server.answer = () => {};
  const failure = core.run((z) =>
    zapierTransport(
      z,
      createVirtualClock(),
    )({
      method: 'GET',
      url: server.origin,
      headers: {},
      timeoutMs: 3_600_000,
    }),
  );
  await expect(failure).rejects.toMatchObject({ name: 'NetworkError' });
});
