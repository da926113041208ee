import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import { env } from 'node:process';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { loadCertificate } from '../../../sandbox/certificate.ts';
import { realClock } from '../../../sandbox/clock.ts';
import type { Transport } from '../../../src/omniscope/http/transport.ts';
import { zapierTransport } from '../../../src/zapier/platform/transport.ts';
import { type Core, startCore } from '../core.ts';

let core: Core;
let server: Server;
let url = '';
/** For each request in order: its method, and the number of the connection that it came by. */
const seen: { method: string | undefined; connection: number }[] = [];
const ports: (number | undefined)[] = [];
const ok = (_: IncomingMessage, response: ServerResponse) => void response.end('{}');
/** Called with the number of the request on its connection, from 0. */
let answer: (request: IncomingMessage, response: ServerResponse, index: number) => void = ok;

beforeAll(async () => {
  core = await startCore();
  server = createServer(await loadCertificate(env), (request, response) => {
    const port = request.socket.remotePort;
    if (!ports.includes(port)) ports.push(port);
    const connection = ports.indexOf(port);
    const index = seen.filter((other) => other.connection === connection).length;
    seen.push({ method: request.method, connection });
    request.resume().on('end', () => answer(request, response, index));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  url = `https://localhost:${typeof address === 'object' ? address?.port : ''}`;
});
beforeEach(() => {
  seen.length = 0;
  ports.length = 0;
  answer = ok;
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await core.close();
});

const send = (transport: Transport, method: 'GET' | 'POST', path = '/') =>
  transport({
    method,
    url: url + path,
    headers: { 'content-type': 'application/json' },
    ...(method === 'POST' && { body: '{}' }),
    timeoutMs: 600_000,
  });

/** Sends requests one after the other within one invocation. @returns what the last one gives */
const inOneInvocation = (...methods: ('GET' | 'POST')[]) =>
  core.run(async (z) => {
    const transport = zapierTransport(z, realClock);
    let last: unknown;
    for (const method of methods) last = await send(transport, method);
    return last;
  });

test('polls share a connection, and nothing that changes something goes over a used one', async () => {
  await inOneInvocation('GET', 'GET', 'POST', 'GET', 'GET', 'POST');
  expect(seen).toEqual([
    { method: 'GET', connection: 0 },
    { method: 'GET', connection: 0 },
    { method: 'POST', connection: 1 },
    { method: 'GET', connection: 1 },
    { method: 'GET', connection: 1 },
    { method: 'POST', connection: 2 },
  ]);
});

test('no connection is passed on from one invocation to the next', async () => {
  await inOneInvocation('GET');
  await inOneInvocation('GET');
  expect(seen.map(({ connection }) => connection)).toEqual([0, 1]);
});

test('a GET over a kept connection that turns out to be closed is sent once more over a new one (aws-sdk-js-v3 1196)', async () => {
  answer = (request, response, index) => {
    if (index === 0) ok(request, response);
    else request.socket.destroy();
  };
  expect(await inOneInvocation('GET', 'GET')).toMatchObject({ status: 200, text: '{}' });
  expect(seen.map(({ connection }) => connection)).toEqual([0, 0, 1]);
});

test('it is sent once more, not again and again', async () => {
  answer = (request, response) => {
    if (seen.length === 1) ok(request, response);
    else request.socket.destroy();
  };
  await expect(inOneInvocation('GET', 'GET')).rejects.toMatchObject({ reason: 'connection-reset' });
  expect(seen).toHaveLength(3);
});

test('a GET that a byte of a response has come for is not sent again', async () => {
  answer = (request, response, index) => {
    if (index === 0) ok(request, response);
    else request.socket.write('HTTP/1.1 2', () => request.socket.destroy());
  };
  await expect(inOneInvocation('GET', 'GET')).rejects.toMatchObject({ reason: 'connection-reset' });
  expect(seen).toHaveLength(2);
});

test('nothing is sent again over a new connection, neither a GET nor a POST', async () => {
  answer = (request) => request.socket.destroy();
  for (const method of ['GET', 'POST'] as const) {
    seen.length = 0;
    await expect(inOneInvocation(method)).rejects.toMatchObject({ reason: 'connection-reset' });
    expect(seen).toHaveLength(1);
  }
});

test('cookies go back to the server that has set them, within an invocation, until they are dropped (omniscope-multinode)', async () => {
  const cookies: (string | undefined)[] = [];
  answer = (request, response) => {
    cookies.push(request.headers.cookie);
    const route = [
      `OMNI_ROUTE=node-${cookies.length}; Path=/; Secure; HttpOnly`,
      'other=1; Path=/x',
    ];
    if (request.headers.cookie === undefined) response.setHeader('set-cookie', route);
    response.end('{}');
  };
  await core.run(async (z) => {
    const transport = zapierTransport(z, realClock);
    await send(transport, 'POST');
    await send(transport, 'GET');
    transport.forgetCookies?.();
    await send(transport, 'GET');
    await send(transport, 'GET', '/x/y');
  });
  await inOneInvocation('GET');
  expect(cookies).toEqual([
    undefined,
    'OMNI_ROUTE=node-1',
    undefined,
    'other=1; OMNI_ROUTE=node-3',
    undefined,
  ]);
  // Another node may be reached by another connection alone.
  expect(seen.map(({ connection }) => connection)).toEqual([0, 0, 1, 1, 2]);
});
