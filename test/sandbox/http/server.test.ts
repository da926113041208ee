import { readFile } from 'node:fs/promises';
import { Agent, type RequestOptions, request } from 'node:https';
import { env } from 'node:process';
import { afterEach, describe, expect, test } from '@jest/globals';
import { BodyTooLargeError, readBody } from '../../../sandbox/http/body.ts';
import type { ConnectionFault } from '../../../sandbox/http/connection-faults.ts';
import {
  type ConnectionEnd,
  type Handler,
  type Outcome,
  replied,
} from '../../../sandbox/http/message.ts';
import { json, text } from '../../../sandbox/http/replies.ts';
import { type HttpsServer, startHttpsServer } from '../../../sandbox/http/server.ts';
import { openUnansweredPort } from '../../../sandbox/http/unanswered-port.ts';

let server: HttpsServer | undefined;

afterEach(async () => {
  await server?.close();
  server = undefined;
});

async function serve(handler: Handler, onError?: (error: unknown) => void): Promise<string> {
  const [cert, key] = await Promise.all([
    readFile(env.SANDBOX_CERTIFICATE ?? ''),
    readFile(env.SANDBOX_KEY ?? ''),
  ]);
  server = await startHttpsServer({ cert, key, handler, ...(onError && { onError }) });
  return server.origin;
}

const always =
  (outcome: Outcome): Handler =>
  async () =>
    outcome;

interface Seen {
  readonly status: number | null;
  readonly body: string;
  readonly error: string | null;
  /** The client's port, which tells one connection from another. */
  readonly port: number | undefined;
}

/** One request on node:https, which reports what happened on the connection rather than hiding it. */
function send(
  url: string,
  options: RequestOptions = {},
  body = '',
  onData = () => {},
): Promise<Seen> {
  return new Promise((resolve) => {
    let status: number | null = null;
    let received = '';
    let port: number | undefined;
    const end = (error: unknown) => resolve({ status, body: received, error: codeOf(error), port });
    const outgoing = request(url, { agent: false, ...options }, (response) => {
      status = response.statusCode ?? null;
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        received += chunk;
        onData();
      });
      response.on('end', () => end(null));
      response.on('error', end);
    });
    outgoing.on('socket', (socket) => {
      socket.once('secureConnect', () => {
        port = socket.localPort;
      });
      port = socket.localPort;
    });
    outgoing.on('error', end);
    outgoing.end(body);
  });
}

/** Not by instanceof: Node's own errors are of another realm than jest's. */
function codeOf(error: unknown): string | null {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : null;
}

describe('a handler behind HTTPS', () => {
  test('sees the request exactly as it stands on the wire', async () => {
    const origin = await serve(async ({ method, url, headers, body }) =>
      replied(
        json(201, {
          method,
          url,
          mark: headers['x-mark'],
          body: (await readBody(body, 100)).toString(),
        }),
      ),
    );
    const seen = await send(
      `${origin}/u/A%20b+c/%252F.iox?q=%41`,
      { method: 'POST', headers: { 'X-Mark': 'yes' } },
      'grüße',
    );
    expect(seen.status).toBe(201);
    expect(JSON.parse(seen.body)).toEqual({
      method: 'POST',
      url: '/u/A%20b+c/%252F.iox?q=%41',
      mark: 'yes',
      body: 'grüße',
    });
  });

  test.each<[string, Handler]>([
    ['it did not read', always(replied(text(413, 'too large')))],
    [
      'it stopped reading half-way',
      async ({ body }) => {
        await expect(readBody(body, 10)).rejects.toBeInstanceOf(BodyTooLargeError);
        return replied(text(413, 'too large'));
      },
    ],
  ])('responds to a client whose body %s, and keeps the connection', async (_name, handler) => {
    const origin = await serve(handler);
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const large = 'x'.repeat(4_000_000);
    const first = await send(origin, { method: 'POST', agent }, large);
    const second = await send(origin, { method: 'POST', agent }, large);
    agent.destroy();
    const { port } = first;
    expect(first).toMatchObject({ status: 413, body: 'too large', error: null });
    expect(second).toEqual({ status: 413, body: 'too large', error: null, port });
  });

  test('turns a handler that throws into a 500 that says nothing of the reason', async () => {
    const errors: unknown[] = [];
    const origin = await serve(
      async () => {
        throw new Error('inner detail');
      },
      (error) => errors.push(error),
    );
    const seen = await send(origin);
    expect(seen.status).toBe(500);
    expect(seen.body).not.toContain('inner detail');
    expect(errors).toHaveLength(1);
  });
});

describe('an outcome on the socket', () => {
  const RECORD = 'ERR_SSL_DECRYPTION_FAILED_OR_BAD_RECORD_MAC';
  test.each<[ConnectionEnd | undefined, string]>([
    [undefined, 'ECONNRESET'],
    ['rst', 'ECONNRESET'],
    ['close', 'ECONNRESET'],
    ['half-head', 'ECONNRESET'],
    ['corrupt-record', RECORD],
  ])('breaks the connection after the whole request was read: %s', async (end, code) => {
    let received = '';
    const origin = await serve(async ({ body }) => {
      received = (await readBody(body, 100)).toString();
      return { kind: 'reset', ...(end && { end }) };
    });
    const seen = await send(origin, { method: 'POST' }, 'a start');
    expect(seen).toMatchObject({ status: null, body: '', error: code });
    expect(received).toBe('a start');
  });

  test.each([
    ['reset', 0],
    ['reset', 4],
    ['close', 4],
  ] as const)('cuts a body short by %s after %i bytes', async (ending, bytes) => {
    const reply = json(200, { jobId: 'EA1_1' });
    const origin = await serve(always({ kind: 'partial', reply, bytes, ending }));
    const body = '{"jo'.slice(0, bytes);
    expect(await send(origin)).toMatchObject({ status: 200, body, error: 'ECONNRESET' });
  });

  test('keeps the connection silent until the client gives up: a hang', async () => {
    const origin = await serve(always({ kind: 'hang' }));
    const seen = await send(origin, { signal: AbortSignal.timeout(40) });
    expect(seen).toMatchObject({ status: null, body: '', error: 'ABORT_ERR' });
  });

  test('keeps the connection silent after a part of the body', async () => {
    const reply = text(200, 'half a sentence');
    const origin = await serve(always({ kind: 'partial', reply, bytes: 4, ending: 'hang' }));
    const part = new AbortController();
    const seen = await send(origin, { signal: part.signal }, '', () => part.abort());
    expect(seen).toMatchObject({ status: 200, body: 'half', error: 'ABORT_ERR' });
  });
});

describe('a fault of a new connection', () => {
  test.each<[ConnectionFault, string]>([
    ['reset before TLS', 'ECONNRESET'],
    ['closed before TLS', 'ECONNRESET'],
    ['reset in the handshake', 'ECONNRESET'],
    ['handshake alert', 'EPROTO'],
    ['no TLS', 'EPROTO'],
    ['silent handshake', 'ABORT_ERR'],
  ])('reaches no handler, and the next connection works: %s', async (fault, code) => {
    let requests = 0;
    const origin = await serve(async () => {
      requests += 1;
      return replied(text(200, 'ok'));
    });
    server?.connectionFaults.failNext(fault);
    const signal = AbortSignal.timeout(fault === 'silent handshake' ? 60 : 600_000);
    expect(await send(origin, { signal })).toMatchObject({ status: null, error: code });
    expect(requests).toBe(0);
    expect(await send(origin)).toMatchObject({ status: 200 });
  });

  test('applies to every connection until it is taken back', async () => {
    const origin = await serve(always(replied(text(200, 'ok'))));
    server?.connectionFaults.failAll('reset before TLS');
    expect((await send(origin)).error).toBe('ECONNRESET');
    expect((await send(origin)).error).toBe('ECONNRESET');
    server?.connectionFaults.failAll(null);
    expect((await send(origin)).status).toBe(200);
  });
});

test('tells a request on a kept connection from the first one', async () => {
  const origin = await serve(async ({ isReused }) => replied(json(200, isReused)));
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  expect((await send(origin, { agent })).body).toBe('false');
  expect((await send(origin, { agent })).body).toBe('true');
  agent.destroy();
});

test('an unanswered port accepts no connection', async () => {
  const unanswered = await openUnansweredPort();
  const seen = await send(unanswered.origin, { signal: AbortSignal.timeout(60) });
  expect(seen).toEqual({ status: null, body: '', error: 'ABORT_ERR', port: undefined });
  await unanswered.close();
});

describe('closing', () => {
  test('ends hanging connections and frees the port', async () => {
    const origin = await serve(always({ kind: 'hang' }));
    const hanging = send(origin);
    await new Promise((resolve) => setTimeout(resolve, 30));
    await server?.close();
    server = undefined;
    expect((await hanging).error).toBe('ECONNRESET');
    expect((await send(origin)).error).toBe('ECONNREFUSED');
  });
});
