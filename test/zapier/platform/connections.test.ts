import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import { env } from 'node:process';
import { runInThisContext } from 'node:vm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { generate } from 'selfsigned';
import { loadCertificate } from '../../../sandbox/certificate.ts';
import { realClock } from '../../../sandbox/clock.ts';
import type { Transport } from '../../../src/omniscope/http/transport.ts';
import { zapierTransport } from '../../../src/zapier/platform/transport.ts';
import { type Core, startCore } from '../core.ts';

let core: Core;
beforeAll(async () => {
  core = await startCore();
});
afterAll(() => core.close());

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return `https://localhost:${typeof address === 'object' ? address?.port : ''}`;
}

function close(server: Server): void {
  server.closeAllConnections();
  server.close();
}

function send(transport: Transport, method: 'GET' | 'POST', address: string) {
  return transport({
    method,
    url: address,
    headers: { authorization: 'Bearer secret', 'content-type': 'application/json' },
    ...(method === 'POST' && { body: '{}' }),
    timeoutMs: 600_000,
  });
}

describe('kept connections', () => {
  let server: Server;
  let url = '';
  /** For each request in order: its method, and the number of the connection that it came by. */
  const seen: { method: string | undefined; connection: number }[] = [];
  const ports: (number | undefined)[] = [];
  const ok = (_: IncomingMessage, response: ServerResponse) => void response.end('{}');
  /** Called with the number of the request on its connection, from 0. */
  let answer: (request: IncomingMessage, response: ServerResponse, index: number) => void = ok;

  beforeAll(async () => {
    server = createServer(await loadCertificate(env), (request, response) => {
      const port = request.socket.remotePort;
      if (!ports.includes(port)) ports.push(port);
      const connection = ports.indexOf(port);
      const index = seen.filter((other) => other.connection === connection).length;
      seen.push({ method: request.method, connection });
      request.resume().on('end', () => answer(request, response, index));
    });
    url = await listen(server);
  });
  beforeEach(() => {
    seen.length = 0;
    ports.length = 0;
    answer = ok;
  });
  afterAll(() => close(server));

  /** Sends requests one after the other within one invocation. @returns what the last one gives */
  const inOneInvocation = (...methods: ('GET' | 'POST')[]) =>
    core.run(async (z) => {
      const transport = zapierTransport(z, realClock);
      let last: unknown;
      for (const method of methods) last = await send(transport, method, url);
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
    await expect(inOneInvocation('GET', 'GET')).rejects.toMatchObject({
      reason: 'connection-reset',
    });
    expect(seen).toHaveLength(3);
  });

  test('a GET that a byte of a response has come for is not sent again', async () => {
    answer = (request, response, index) => {
      if (index === 0) ok(request, response);
      else request.socket.write('HTTP/1.1 2', () => request.socket.destroy());
    };
    await expect(inOneInvocation('GET', 'GET')).rejects.toMatchObject({
      reason: 'connection-reset',
    });
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
      await send(transport, 'POST', url);
      await send(transport, 'GET', url);
      transport.forgetCookies?.();
      await send(transport, 'GET', url);
      await send(transport, 'GET', `${url}/x/y`);
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
});

describe('certificates', () => {
  /** A server whose certificate nobody has issued: an impostor, or a test server of a user's own. */
  let untrusted: Server;
  let url = '';
  const tokens: (string | undefined)[] = [];

  beforeAll(async () => {
    const { cert, private: key } = await generate([{ name: 'commonName', value: 'localhost' }], {
      algorithm: 'sha256',
      keyType: 'ec',
    });
    untrusted = createServer({ cert, key }, (request, response) => {
      tokens.push(request.headers.authorization);
      response.end('{}');
    });
    url = await listen(untrusted);
  });
  beforeEach(() => {
    tokens.length = 0;
  });
  afterAll(() => close(untrusted));

  const invocation = (verifySSL?: boolean, method: 'GET' | 'POST' = 'GET') =>
    core.run(
      (z) => send(zapierTransport(z, realClock), method, url),
      verifySSL === undefined ? {} : { verifySSL },
    );

  test('a certificate that cannot be trusted is refused before anything is sent', async () => {
    for (const method of ['GET', 'POST'] as const) {
      await expect(invocation(undefined, method)).rejects.toMatchObject({
        reason: 'tls',
        requestNotSent: true,
      });
    }
    expect(tokens).toEqual([]);
  });

  test('a user’s "disable certificate checks" holds for that invocation and for no other', async () => {
    for (const _ of ['once', 'twice']) {
      expect(await invocation(false)).toMatchObject({ status: 200 });
      expect(await invocation(false, 'POST')).toMatchObject({ status: 200 });
      await expect(invocation()).rejects.toMatchObject({ reason: 'tls' });
      await expect(invocation(true, 'POST')).rejects.toMatchObject({ reason: 'tls' });
    }
    expect(tokens).toHaveLength(4);
  });

  test('… nor for one that runs at the same time', async () => {
    const runs = await Promise.allSettled([invocation(false), invocation(), invocation(false)]);
    expect(runs.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(tokens).toHaveLength(2);
  });

  test('it holds for every request of its invocation, over a kept connection or a new one', async () => {
    await core.run(
      async (z) => {
        const transport = zapierTransport(z, realClock);
        for (const method of ['GET', 'GET', 'POST', 'GET'] as const)
          await send(transport, method, url);
      },
      { verifySSL: false },
    );
    expect(tokens).toHaveLength(4);
  });

  test('the environment of one invocation switches no checks off', async () => {
    // The process's own: jest gives its tests a copy.
    const env: Record<string, string> = runInThisContext('process.env');
    env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
    try {
      await expect(invocation()).rejects.toMatchObject({ reason: 'tls' });
    } finally {
      delete env.NODE_TLS_REJECT_UNAUTHORIZED;
    }
  });
});
