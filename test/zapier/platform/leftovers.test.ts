/** What an exchange leaves behind when it is over, seen from the other end of its connection. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { Socket } from 'node:net';
import { env } from 'node:process';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { loadCertificate } from '../../../sandbox/certificate.ts';
import { realClock } from '../../../sandbox/clock.ts';
import type { Clock } from '../../../src/omniscope/clock.ts';
import type { HttpRequest } from '../../../src/omniscope/http/transport.ts';
import { zapierTransport } from '../../../src/zapier/platform/transport.ts';
import { type Core, startCore } from '../core.ts';

let core: Core;
let server: Server;
let url = '';
let answer: (response: ServerResponse, request: IncomingMessage) => void = () => {};
const open = new Set<Socket>();

beforeAll(async () => {
  core = await startCore();
  // The server itself closes nothing.
  const options = { ...(await loadCertificate(env)), keepAliveTimeout: 0 };
  server = createServer(options, (request, response) => {
    response.on('error', () => {});
    answer(response, request);
  });
  server.on('secureConnection', (socket) => {
    open.add(socket);
    socket.on('error', () => {});
    socket.once('close', () => open.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  url = `https://localhost:${typeof address === 'object' ? address?.port : ''}`;
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await core.close();
});

/** Counts the timers that are still set. */
function countingClock(): Clock & { readonly timers: number } {
  let timers = 0;
  return {
    ...realClock,
    get timers() {
      return timers;
    },
    after(ms, action) {
      timers += 1;
      let isSet = true;
      const unset = () => {
        if (isSet) timers -= 1;
        isSet = false;
      };
      const cancel = realClock.after(ms, () => {
        unset();
        action();
      });
      return () => {
        unset();
        cancel();
      };
    },
  };
}

async function leftAfter(request: Partial<HttpRequest> = {}, count = 1) {
  const clock = countingClock();
  const body = { method: 'POST' as const, body: '{}' };
  const whole = {
    ...body,
    url,
    headers: { 'content-type': 'application/json' },
    timeoutMs: 600_000,
  };
  const ends = await core.run((z) =>
    Promise.all(
      Array.from({ length: count }, () => {
        const send = zapierTransport(z, clock);
        return send({ ...whole, ...request }).catch((error) => error);
      }),
    ),
  );
  // Every connection that is still open has to close now, or this never ends.
  await Promise.all(
    [...open].map((socket) => new Promise((resolve) => socket.once('close', resolve))),
  );
  expect(clock.timers).toBe(0);
  return ends[0];
}

/** Writes without end, until the other side has closed the connection. */
function pour(response: ServerResponse, piece: Buffer): void {
  let poured = 0;
  const more = () => {
    while (!response.destroyed && poured < 1e9) {
      poured += piece.length;
      if (!response.write(piece)) {
        response.once('drain', more);
        return;
      }
    }
  };
  more();
}

describe('an exchange that is over has left no connection, no timer and no byte on its way', () => {
  test('a response without end is given up at the limit', async () => {
    answer = (response) => pour(response, Buffer.alloc(256 * 1024));
    expect(await leftAfter()).toMatchObject({ reason: 'response-too-large' });
  });

  test.each([
    ['larger than the limit once decoded', Buffer.alloc(17 * 1024 * 1024)],
    ['that never ends and decodes to nothing', null],
  ])('a response %s is given up', async (_, content) => {
    answer = (response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' });
      if (content === null) pour(response, Buffer.concat(Array(10_000).fill(gzipSync(''))));
      else response.end(gzipSync(content));
    };
    expect(await leftAfter()).toMatchObject({ reason: 'response-too-large' });
  });

  test('twenty 401s with a body, which the core throws away', async () => {
    const text = 'x'.repeat(300_000);
    answer = (response) => response.writeHead(401).end(text);
    expect(await leftAfter({}, 20)).toMatchObject({ status: 401, text });
  });

  test('a 401 whose body never comes', async () => {
    answer = (response) => response.writeHead(401, { 'content-length': '100' }).write('{');
    expect(await leftAfter()).toMatchObject({ status: 401, text: '' });
  });

  test('a 401 that pours without end', async () => {
    answer = (response) => pour(response.writeHead(401), Buffer.alloc(64 * 1024));
    expect(await leftAfter()).toMatchObject({ status: 401, text: '' });
  });

  test('a request that is timed out, before and amid its response', async () => {
    answer = () => {};
    expect(await leftAfter({ timeoutMs: 300 })).toMatchObject({ reason: 'timeout' });
    answer = (response) => response.writeHead(200).write('{"jobId":');
    expect(await leftAfter({ timeoutMs: 300 })).toMatchObject({ reason: 'timeout' });
  });

  test('an unknown coding', async () => {
    answer = (response) => {
      pour(response.writeHead(200, { 'content-encoding': 'compress' }), Buffer.alloc(64 * 1024));
    };
    expect(await leftAfter()).toMatchObject({
      reason: 'unreadable-response',
      requestNotSent: false,
    });
  });

  test('a connection that is kept closes by itself soon after', async () => {
    answer = (response) => response.end('{}');
    expect(await leftAfter({ method: 'GET', body: undefined })).toMatchObject({ status: 200 });
  });

  test('an upload whose response comes before its end', async () => {
    answer = (response) => response.writeHead(413).end('too large');
    const body = endless();
    const headers = { 'content-type': 'multipart/form-data; boundary=x' };
    expect(await leftAfter({ headers, body })).toMatchObject({ status: 413, text: 'too large' });
    expect(body.destroyed).toBe(true);
  });

  test.each([
    ['while the server reads it', endless, (request: IncomingMessage) => void request.resume()],
    ['that sends nothing, before a server that reads nothing', silent, () => {}],
  ])('an upload is timed out %s', async (_, source, read) => {
    answer = (_, request) => read(request);
    const body = source();
    const headers = { 'content-type': 'multipart/form-data; boundary=x' };
    expect(await leftAfter({ headers, body, timeoutMs: 300 })).toMatchObject({ reason: 'timeout' });
    expect(body.destroyed).toBe(true);
  });
});

test('an upload that is refused amid its way has the refusal, although the connection breaks', async () => {
  answer = (response, request) => {
    request.once('data', () => {
      // Half of what it has to say, and then a reset: the rest of the upload is not wanted.
      const refusal = response.writeHead(413, { 'content-length': '100' });
      refusal.write('too large', () => response.socket?.destroy());
    });
  };
  const headers = { 'content-type': 'multipart/form-data; boundary=x' };
  const refusal = await leftAfter({ headers, body: endless() });
  expect(refusal).toMatchObject({ status: 413 });
});

function silent(): Readable {
  return new Readable({ read: () => {} });
}

function endless(): Readable {
  const block = Buffer.alloc(256 * 1024, 'x');
  return new Readable({
    read() {
      this.push(block);
    },
  });
}
