/**
 * Serves a `Handler` over HTTPS on loopback, and acts its failures out on the socket: a client sees
 * the connection break or stay silent exactly as it would on a bad network.
 */
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { Socket } from 'node:net';
import { type Handler, type Outcome, type Reply, type Request, replied } from './message.ts';
import { text } from './replies.ts';

/** Idle connections end after this, so that a forgotten client cannot hold a program open. */
const KEEP_ALIVE_MS = 5_000;

/**
 * Connections that may wait to be accepted: clients that come by the thousand at once meet a busy
 * server, not a reset. (Node's own limit is 511.)
 */
const BACKLOG = 8192;

export interface HttpsServerOptions {
  /** PEM. */
  readonly cert: string | Buffer;
  /** PEM. */
  readonly key: string | Buffer;
  readonly handler: Handler;
  /** 0 or absent: the operating system chooses. */
  readonly port?: number;
  /** The name in `origin`; the server listens on 127.0.0.1 whatever it is. */
  readonly hostname?: string;
  /** Told of a handler that threw: a defect of the sandbox, answered with 500. */
  readonly onError?: (error: unknown) => void;
}

export interface HttpsServer {
  /** For example `https://localhost:41234`. */
  readonly origin: string;
  readonly port: number;
  /** Ends everything, open and hanging connections too; resolves when the port is free. */
  close(): Promise<void>;
}

export async function startHttpsServer(options: HttpsServerOptions): Promise<HttpsServer> {
  const { cert, key, handler, hostname = 'localhost', onError = reportError } = options;
  const sockets = new Map<number, Socket>();
  const server = createServer({ cert, key, keepAliveTimeout: KEEP_ALIVE_MS });

  // The TCP sockets below TLS, by the client's port: only they can be reset (RST instead of FIN).
  server.on('connection', (socket: Socket) => {
    const port = socket.remotePort ?? 0;
    sockets.set(port, socket);
    socket.once('close', () => sockets.delete(port));
  });
  // A client that breaks off, or that does not trust the certificate, is its own affair.
  server.on('tlsClientError', () => {});
  server.on('clientError', (_error, socket) => socket.destroy());

  server.on('request', (message, response) => {
    const socket = sockets.get(message.socket.remotePort ?? 0) ?? message.socket;
    handler(toRequest(message))
      .catch((error: unknown): Outcome => {
        // A request that broke off while its body was read has nobody left to answer.
        if (message.destroyed && !message.complete) return { kind: 'reset' };
        onError(error);
        return replied(text(500, 'The sandbox failed.'));
      })
      .then((outcome) => act(outcome, message, response, socket))
      .catch(onError);
  });

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', BACKLOG, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('not listening on a port');

  return {
    origin: `https://${hostname}:${address.port}`,
    port: address.port,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error === undefined ? resolve() : reject(error)));
        for (const socket of sockets.values()) socket.destroy();
      }),
  };
}

function toRequest(message: IncomingMessage): Request {
  return {
    method: message.method ?? 'GET',
    url: message.url ?? '/',
    headers: flatten(message.headers),
    // A plain `for await` over the message would destroy its socket when a reader stops early, and
    // with it the answer that says why.
    body: { [Symbol.asyncIterator]: () => message.iterator({ destroyOnReturn: false }) },
  };
}

function flatten(headers: IncomingHttpHeaders): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) flat[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return flat;
}

function act(
  outcome: Outcome,
  message: IncomingMessage,
  response: ServerResponse,
  socket: Socket,
): void {
  switch (outcome.kind) {
    case 'reply':
      send(outcome.reply, message, response);
      break;
    case 'hang':
      break;
    case 'reset':
      reset(socket);
      break;
    case 'partial': {
      const body = Buffer.from(outcome.reply.body);
      writeHead(outcome.reply, body.byteLength, response);
      response.flushHeaders();
      // Ended by FIN, once the kernel has the bytes: a RST could overtake them.
      response.write(body.subarray(0, outcome.bytes), () => {
        if (outcome.ending === 'reset') socket.destroy();
      });
    }
  }
}

function send(reply: Reply, message: IncomingMessage, response: ServerResponse): void {
  const body = Buffer.from(reply.body);
  // The rest of an unread body is read and dropped: otherwise a client that is still sending sees a
  // broken connection instead of the answer.
  message.resume();
  writeHead(reply, body.byteLength, response);
  response.end(body);
}

function writeHead(reply: Reply, length: number, response: ServerResponse): void {
  for (const [name, value] of Object.entries(reply.headers)) response.setHeader(name, value);
  response.setHeader('content-length', length);
  response.writeHead(reply.status);
}

function reset(socket: Socket): void {
  if (!socket.destroyed) socket.resetAndDestroy();
}

function reportError(error: unknown): void {
  console.error(error);
}
