import { readFile } from 'node:fs/promises';
import { Agent, type RequestOptions, request } from 'node:https';
import { env } from 'node:process';
import { afterEach, describe, expect, test } from '@jest/globals';
import { BodyTooLargeError, readBody } from '../../../sandbox/http/body.ts';
import { type Handler, type Outcome, replied } from '../../../sandbox/http/message.ts';
import { json, text } from '../../../sandbox/http/replies.ts';
import { type HttpsServer, startHttpsServer } from '../../../sandbox/http/server.ts';

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
function send(url: string, options: RequestOptions = {}, body = ''): Promise<Seen> {
  return new Promise((resolve) => {
    let status: number | null = null;
    let received = '';
    let port: number | undefined;
    const end = (error: unknown) =>
      resolve({
        status,
        body: received,
        error: codeOf(error),
        port,
      });
    const outgoing = request(url, { agent: false, ...options }, (response) => {
      status = response.statusCode ?? null;
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        received += chunk;
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
  ])('answers a client whose body %s, and keeps the connection', async (_name, handler) => {
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

describe('failures on the socket', () => {
  test('a reset breaks the connection before any answer', async () => {
    const origin = await serve(always({ kind: 'reset' }));
    expect(await send(origin)).toMatchObject({ status: null, body: '', error: 'ECONNRESET' });
  });

  test.each([0, 4])('a partial answer breaks off after %i bytes', async (bytes) => {
    const reply = json(200, { jobId: 'EA1_1' });
    const origin = await serve(always({ kind: 'partial', reply, bytes, ending: 'reset' }));
    expect(await send(origin)).toMatchObject({
      status: 200,
      body: '{"jo'.slice(0, bytes),
      error: 'ECONNRESET',
    });
  });

  test('a hang answers nothing and keeps the connection open until the client gives up', async () => {
    const origin = await serve(always({ kind: 'hang' }));
    const seen = await send(origin, { signal: AbortSignal.timeout(40) });
    expect(seen).toMatchObject({ status: null, body: '', error: 'ABORT_ERR' });
  });

  test('a partial answer can stay silent instead of breaking', async () => {
    const outcome: Outcome = {
      kind: 'partial',
      reply: text(200, 'half a sentence'),
      bytes: 4,
      ending: 'hang',
    };
    const origin = await serve(always(outcome));
    const seen = await send(origin, { signal: AbortSignal.timeout(60) });
    expect(seen).toMatchObject({ status: 200, body: 'half', error: 'ABORT_ERR' });
  });
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
