/**
 * The connection of an in-process request as its agent sees it. An app learns from it how far a request
 * has come, so the fast engine hands each request to its agent as Node's client does, and takes the
 * connection through the same events: connect, secureConnect, response, free, close.
 */
import { EventEmitter } from 'node:events';
import { Agent } from 'node:https';
import { Duplex, Readable } from 'node:stream';
import type { ConnectionStage, Outcome, Reply } from '../../http/message.ts';
import type { Upload } from './upload.ts';

export interface FastConnection {
  /** The connection comes as far as this stage. */
  reach(stage: ConnectionStage): void;
  /** The response comes, or what there is of it. After a whole one the agent may keep the connection. */
  respond(outcome: Extract<Outcome, { readonly kind: 'reply' | 'partial' }>): void;
  /** The connection ends without a response. */
  fail(): void;
  /** Whether it was kept from an earlier request. */
  readonly isReused: boolean;
}

/** Hands a request to its agent; without an agent that takes requests there is no observer. */
export function openConnection(
  agent: unknown,
  url: URL,
  upload: Upload | undefined,
): FastConnection {
  if (!isAgent(agent)) return { reach() {}, respond() {}, fail() {}, isReused: false };
  const request = new InProcessRequest(upload);
  const lookup = Object.assign(() => {}, { inProcess: new InProcessSocket() });
  agent.addRequest(request, { host: url.hostname, port: url.port || 443, lookup });
  const { socket } = request;
  let reached: ConnectionStage = request.reusedSocket ? 'response' : 'connect';
  return {
    isReused: request.reusedSocket,
    reach(stage) {
      if (reached === 'response' || stage === 'connect') return;
      socket?.emit('connect');
      if (stage === 'response') socket?.emit('secureConnect');
      reached = stage;
    },
    respond(outcome) {
      const response = new InProcessResponse(outcome.reply);
      request.response = response;
      request.emit('response', response);
      // Its content is read from the Response that the request gives.
      response.once('end', () => request.free());
      response.resume();
      response.arrive(outcome);
      if (outcome.kind === 'partial') socket?.destroy();
    },
    fail: () => void socket?.destroy(),
  };
}

interface AgentOfRequests {
  addRequest(request: object, options: object): void;
}

function isAgent(agent: unknown): agent is AgentOfRequests {
  return agent instanceof Agent && 'addRequest' in agent;
}

class InProcessRequest extends EventEmitter {
  /** Set by the agent. */
  reusedSocket = false;
  readonly shouldKeepAlive = true;
  readonly #upload: Upload | undefined;
  response: InProcessResponse | null = null;
  socket: InProcessSocket | null = null;

  constructor(upload: Upload | undefined) {
    super();
    this.#upload = upload;
  }

  get writableFinished(): boolean {
    return this.#upload?.isSent() ?? true;
  }

  getHeader(): undefined {}

  onSocket(socket: InProcessSocket): void {
    this.socket = socket;
    socket._httpMessage = this;
    this.emit('socket', socket);
  }

  /** The agent keeps the connection, where it is an agent that keeps any. */
  free(): void {
    this.emit('close');
    this.socket?.emit('free');
  }

  destroy(): void {
    this.#upload?.breakOff();
    this.response?.destroy();
    this.socket?.destroy();
  }
}

class InProcessSocket extends Duplex {
  /** Read by the agent when the connection is free. */
  _httpMessage: InProcessRequest | null = null;

  override _read(): void {}

  setTimeout(): void {}

  setKeepAlive(): void {}

  ref(): void {}

  unref(): void {}
}

class InProcessResponse extends Readable {
  complete = false;
  readonly statusCode: number;
  readonly headers: Reply['headers'];

  constructor({ status, headers }: Reply) {
    super();
    this.statusCode = status;
    this.headers = headers;
  }

  override _read(): void {}

  arrive(outcome: Extract<Outcome, { readonly kind: 'reply' | 'partial' }>): void {
    const bytes = Buffer.from(outcome.reply.body);
    if (outcome.kind === 'reply') {
      this.complete = true;
      if (bytes.length > 0) this.push(bytes);
      this.push(null);
    } else if (outcome.ending !== 'hang') {
      this.destroy();
    }
  }
}

const connectReally = Agent.prototype.createConnection;

/** Where Node would open a socket, an in-process request brings its own. */
function createConnection(this: Agent, ...args: Parameters<typeof connectReally>) {
  const [{ lookup }] = args;
  if (lookup !== undefined && 'inProcess' in lookup && lookup.inProcess instanceof Duplex) {
    return lookup.inProcess;
  }
  return connectReally.apply(this, args);
}

// Once for a process, however often tests load this module.
if (!('takesInProcess' in connectReally)) {
  Agent.prototype.createConnection = Object.assign(createConnection, { takesInProcess: true });
}
