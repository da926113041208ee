/**
 * Serves a `Handler` over HTTPS on loopback, and applies its failures to the socket: a client sees the
 * connection break or stay silent exactly as it would on a bad network.
 */
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { createServer } from 'node:https';
import { createServer as createTcpServer, type Socket } from 'node:net';
import { applyOutcome } from './apply-outcome.ts';
import {
  type ConnectionFaults,
  createConnectionFaults,
  failConnection,
} from './connection-faults.ts';
import { type Handler, type Outcome, type Request, replied } from './message.ts';
import { text } from './replies.ts';

/** Idle connections end after this, so that a forgotten client cannot hold a program open. */
const KEEP_ALIVE_MS = 5_000;

/**
 * Connections that may wait to be accepted: a thousand clients that connect at once find a busy
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
  /** Called with what a handler threw: a defect of the sandbox, which responds with 500. */
  readonly onError?: (error: unknown) => void;
}

export interface HttpsServer {
  /** For example `https://localhost:41234`. */
  readonly origin: string;
  readonly port: number;
  /** Failures of connections to come, before any request. */
  readonly connectionFaults: ConnectionFaults;
  /** Ends everything, open and hanging connections too; resolves when the port is free. */
  close(): Promise<void>;
}

export async function startHttpsServer(options: HttpsServerOptions): Promise<HttpsServer> {
  const { cert, key, handler, onError = reportError } = options;
  const connectionFaults = createConnectionFaults();
  const requestCounts = new WeakMap<Socket, number>();
  const server = createServer({ cert, key, keepAliveTimeout: KEEP_ALIVE_MS });
  // A client that disconnects or does not trust the certificate is no error of the server.
  server.on('tlsClientError', () => {});
  server.on('clientError', (_error, socket) => socket.destroy());

  // The TCP sockets below TLS, by the client's port: only they can be reset (RST instead of FIN).
  const sockets = new Map<number, Socket>();
  const listener = createTcpServer({ noDelay: true }, (socket) => {
    const port = socket.remotePort ?? 0;
    sockets.set(port, socket);
    socket.once('close', () => sockets.delete(port));
    const fault = connectionFaults.take();
    if (fault === undefined) server.emit('connection', socket);
    else failConnection(socket, fault);
  });

  server.on('request', (message, response) => {
    const tcp = sockets.get(message.socket.remotePort ?? 0) ?? message.socket;
    const count = requestCounts.get(message.socket) ?? 0;
    requestCounts.set(message.socket, count + 1);
    handler(toRequest(message, count > 0))
      .catch((error: unknown): Outcome => {
        // A client that broke off while its body was read receives no response.
        if (message.destroyed && !message.complete) return { kind: 'reset' };
        onError(error);
        return replied(text(500, 'The sandbox failed.'));
      })
      .then((outcome) => applyOutcome(outcome, { message, response, tcp }))
      .catch(onError);
  });

  await new Promise<void>((resolve, reject) => {
    listener.once('error', reject);
    listener.listen(options.port ?? 0, '127.0.0.1', BACKLOG, () => {
      listener.off('error', reject);
      resolve();
    });
  });
  const address = listener.address();
  if (address === null || typeof address === 'string') throw new Error('not listening on a port');

  return {
    origin: `https://localhost:${address.port}`,
    port: address.port,
    connectionFaults,
    close: () =>
      new Promise((resolve, reject) => {
        listener.close((error) => (error === undefined ? resolve() : reject(error)));
        for (const socket of sockets.values()) socket.destroy();
      }),
  };
}

function toRequest(message: IncomingMessage, isReused: boolean): Request {
  return {
    method: message.method ?? 'GET',
    url: message.url ?? '/',
    headers: flatten(message.headers),
    isReused,
    // A plain `for await` over the message would destroy its socket when a reader stops early, and with
    // it the response that says why.
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

function reportError(error: unknown): void {
  console.error(error);
}
