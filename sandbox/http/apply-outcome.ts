/** Sends an outcome on the socket: a response, or a failure as a client sees it on a bad network. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { ConnectionEnd, Outcome, Reply } from './message.ts';

export interface OpenExchange {
  readonly message: IncomingMessage;
  readonly response: ServerResponse;
  /** The TCP socket below TLS. */
  readonly tcp: Socket;
}

export function applyOutcome(outcome: Outcome, exchange: OpenExchange): void {
  switch (outcome.kind) {
    case 'reply':
      send(outcome.reply, exchange);
      break;
    case 'hang':
      break;
    case 'reset':
      breakOff(outcome.end ?? 'rst', exchange);
      break;
    case 'partial':
      sendPart(outcome, exchange);
  }
}

function send(reply: Reply, { message, response }: OpenExchange): void {
  const body = Buffer.from(reply.body);
  // The rest of an unread body is read and dropped: otherwise a client that is still sending sees a
  // broken connection instead of the response.
  message.resume();
  writeHead(reply, body.byteLength, response);
  response.end(body);
}

function sendPart(
  { reply, bytes, ending }: Extract<Outcome, { readonly kind: 'partial' }>,
  { message, response, tcp }: OpenExchange,
): void {
  const body = Buffer.from(reply.body);
  writeHead(reply, body.byteLength, response);
  response.flushHeaders();
  response.write(body.subarray(0, bytes), () => {
    // Ended by FIN, once the kernel has the bytes: a RST could overtake them.
    if (ending === 'reset') tcp.destroy();
    if (ending === 'close') message.socket.end();
  });
}

/** A record of application data (RFC 8446 §5.1) whose content no key decrypts. */
const CORRUPT_RECORD = Buffer.concat([Buffer.from([23, 3, 3, 0, 32]), Buffer.alloc(32, 7)]);

function breakOff(end: ConnectionEnd, { message, tcp }: OpenExchange): void {
  if (tcp.destroyed) return;
  switch (end) {
    case 'close':
      message.socket.end();
      break;
    case 'half-head':
      message.socket.write('HTTP/1.1 200 OK\r\ncontent-ty', () => tcp.destroy());
      break;
    case 'corrupt-record':
      tcp.write(CORRUPT_RECORD);
      break;
    default:
      tcp.resetAndDestroy();
  }
}

function writeHead(reply: Reply, length: number, response: ServerResponse): void {
  for (const [name, value] of Object.entries(reply.headers)) response.setHeader(name, value);
  response.setHeader('content-length', length);
  response.writeHead(reply.status);
}
