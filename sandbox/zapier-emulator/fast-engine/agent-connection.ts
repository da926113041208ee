/**
 * The connection of an in-process request as its agent sees it. An app learns from it how far a request
 * has come, so the fast engine hands each request to its agent as Node's client does, and takes the
 * connection through the same events: connect, secureConnect, response, close.
 */
import { EventEmitter } from 'node:events';
import { Agent } from 'node:https';
import { Duplex, Readable } from 'node:stream';
import type { ConnectionStage, Outcome, Reply } from '../../http/message.ts';
import type { Upload } from './upload.ts';

export interface FastConnection {
  /** The connection comes as far as this stage. */
  reach(stage: ConnectionStage): void;
  /** The response comes, or what there is of it. */
  respond(outcome: Extract<Outcome, { readonly kind: 'reply' | 'partial' }>): void;
}

/** Hands a request to its agent; without an agent that takes requests there is no observer. */
export function openConnection(
  agent: unknown,
  url: URL,
  upload: Upload | undefined,
): FastConnection {
  if (!isAgent(agent)) return { reach() {}, respond() {} };
  const socket = new InProcessSocket();
  const request = new InProcessRequest(upload);
  const lookup = Object.assign(() => {}, { inProcess: socket });
  agent.addRequest(request, { host: url.hostname, port: url.port || 443, lookup });
  let reached: ConnectionStage = 'connect';
  return {
    reach(stage) {
      if (reached === 'response' || stage === 'connect') return;
      socket.emit('connect');
      if (stage === 'response') socket.emit('secureConnect');
      reached = stage;
    },
    respond(outcome) {
      const response = new InProcessResponse(outcome.reply);
      request.response = response;
      request.emit('response', response);
      response.arrive(outcome);
      socket.destroy();
    },
  };
}

interface AgentOfRequests {
  addRequest(request: object, options: object): void;
}

function isAgent(agent: unknown): agent is AgentOfRequests {
  return agent instanceof Agent && 'addRequest' in agent;
}

class InProcessRequest extends EventEmitter {
  readonly reusedSocket = false;
  readonly #upload: Upload | undefined;
  response: InProcessResponse | null = null;

  constructor(upload: Upload | undefined) {
    super();
    this.#upload = upload;
  }

  get writableFinished(): boolean {
    return this.#upload?.isSent() ?? true;
  }

  getHeader(): undefined {}

  onSocket(socket: Duplex): void {
    this.emit('socket', socket);
  }

  destroy(): void {
    this.#upload?.breakOff();
    this.response?.destroy();
  }
}

class InProcessSocket extends Duplex {
  override _read(): void {}

  setTimeout(): void {}
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
