import type { ClientRequest, IncomingMessage } from 'node:http';
import { Agent, type RequestOptions } from 'node:https';
import type { Socket } from 'node:net';
import { finished } from 'node:stream';
import { createSecureContext } from 'node:tls';
import { lazy } from '../../omniscope/lazy.ts';
import { handToAgent } from './core-compat.ts';

/**
 * Longer than the interval between a step's polls, shorter than any server keeps a connection. (Node
 * keeps an idle connection over the freezing of a Lambda, too.)
 */
const IDLE_CONNECTION_MS = 1_500;

/**
 * The root certificates, which are the same for every user of the process. Node would read them again for
 * each connection, which is a tenth of what a short run costs. Whether they are checked, and TLS sessions,
 * are no part of it.
 */
const rootCertificates = lazy(createSecureContext);

/**
 * The connections of one invocation, and of no other: Zapier runs the steps of many users in one
 * process, and the core writes a user's "disable certificate checks" into the agent that a request
 * carries. So neither sockets nor TLS sessions are shared between invocations, and each request carries
 * an agent of its own.
 */
export class Connections {
  readonly #pool = new Agent({
    keepAlive: true,
    maxFreeSockets: 1,
    timeout: IDLE_CONNECTION_MS,
    secureContext: rootCertificates(),
  });

  /**
   * The agent for one request. With `reuse` the request may go over a connection that was kept from
   * the one before; without, over a new one.
   */
  forRequest({ reuse }: { reuse: boolean }): RequestAgent {
    return new RequestAgent(this.#pool, reuse);
  }

  /** Closes the connection that is kept, if there is one. */
  closeIdle(): void {
    closeIdleSockets(this.#pool);
  }
}

/**
 * How far the connection of a request has come. `unknown`: the request never came to its agent, as when
 * something in the process takes the network's place.
 */
export type ConnectionPhase = 'unknown' | 'connecting' | 'securing' | 'established';

/**
 * Hands one request on to the invocation's connections, and observes how it fares: node-fetch tells
 * neither how far the connection came nor whether the response was complete.
 */
export class RequestAgent extends Agent {
  readonly #pool: Agent;
  readonly #reuse: boolean;
  #request: ClientRequest | null = null;
  #response: IncomingMessage | null = null;
  #phase: ConnectionPhase = 'unknown';
  #bytesReceived = false;

  constructor(pool: Agent, reuse: boolean) {
    // Node asks the request's own agent whether the connection is to be kept.
    super({ keepAlive: true });
    this.#pool = pool;
    this.#reuse = reuse;
  }

  /** Called once when the response ends before it is complete. */
  onIncomplete: () => void = () => {};
  /** Called once when the response's head is there, before its body is read. */
  onResponse: (response: IncomingMessage) => void = () => {};

  get phase(): ConnectionPhase {
    return this.#phase;
  }

  /** Whether the request went over a kept connection that had been closed: no byte came back. */
  get foundConnectionClosed(): boolean {
    return this.#request?.reusedSocket === true && !this.#bytesReceived;
  }

  /** Whether all of the response has come. */
  get isComplete(): boolean {
    return this.#response?.complete === true;
  }

  /** Whether the response came before the request's body was sent to its end. */
  get isUploading(): boolean {
    return this.#request !== null && !this.#request.writableFinished;
  }

  /** Ends what is left of the request. A connection that may be used again is kept. */
  close(): void {
    // Node gives a connection back once the response has been read to its end.
    if (this.#response?.readableEnded !== true || this.isUploading) this.#request?.destroy();
  }

  /** Follows a request to its end. It may be given more than once, by whatever has it first. */
  follow(request: ClientRequest): void {
    if (this.#request !== null) return;
    this.#request = request;
    // Nobody has asked for another protocol, and Node would close the connection without a word.
    request.once('upgrade', (_response, socket) => {
      socket.destroy();
      request.emit('error', new Error('The server has switched to another protocol.'));
    });
    request.once('response', (response) => {
      this.#response = response;
      response.once('close', () => {
        if (!response.complete) this.onIncomplete();
      });
      this.onResponse(response);
    });
  }

  /** Node's client calls this with each request that has this agent. */
  addRequest(request: ClientRequest, options: RequestOptions): void {
    this.follow(request);
    this.#phase = 'connecting';
    request.once('socket', (socket) => this.#observe(request, socket));
    // What changes something goes over a new connection: a kept one may be closed by the server at
    // this very moment, and then it is not known whether a job was started.
    if (!this.#reuse) closeIdleSockets(this.#pool);
    // The core's "disable certificate checks" stands in this agent's options; the environment's
    // counts for nothing, since it is set for the whole process.
    const rejectUnauthorized = this.options.rejectUnauthorized !== false;
    handToAgent(this.#pool, request, { ...options, rejectUnauthorized });
  }

  #observe(request: ClientRequest, socket: Socket): void {
    if (request.reusedSocket) {
      this.#phase = 'established';
    } else {
      socket.once('connect', () => {
        this.#phase = 'securing';
      });
      // Emitted once the certificate has been checked, where it is to be checked.
      socket.once('secureConnect', () => {
        this.#phase = 'established';
      });
      readBeforeFailing(socket);
    }
    const onData = () => {
      this.#bytesReceived = true;
      socket.off('data', onData);
    };
    socket.on('data', onData);
    request.once('close', () => socket.off('data', onData));
  }
}

/**
 * Lets a connection that can no longer be written to be read to its end before it fails. A server that
 * refuses an upload as too large often closes the connection amid it; Node would drop, together with the
 * connection, the refusal that has arrived before that.
 */
function readBeforeFailing(socket: Socket): void {
  const held = (done: (error?: Error | null) => void) => (error?: Error | null) => {
    if (error) finished(socket, { writable: false }, () => done(error));
    else done();
  };
  const write = socket._write.bind(socket);
  socket._write = (chunk, encoding, done) => write(chunk, encoding, held(done));
  const writev = socket._writev?.bind(socket);
  if (writev !== undefined) socket._writev = (chunks, done) => writev(chunks, held(done));
}

function closeIdleSockets(pool: Agent): void {
  for (const sockets of Object.values(pool.freeSockets)) {
    for (const socket of sockets ?? []) socket.destroy();
  }
}
