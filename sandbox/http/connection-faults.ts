/**
 * Failures of a new connection, before any request: the server is down, a firewall interferes, or something
 * else listens on the port.
 */
import type { Socket } from 'node:net';

export type ConnectionFault =
  /** RST as soon as the connection is accepted. */
  | 'reset before TLS'
  /** FIN as soon as the connection is accepted. */
  | 'closed before TLS'
  /** RST after the client's first message of the handshake. */
  | 'reset in the handshake'
  /** A fatal alert, handshake_failure (RFC 8446 §6.2). */
  | 'handshake alert'
  /** Plain HTTP, as of a server whose port expects no TLS. */
  | 'no TLS'
  /** The handshake never continues. */
  | 'silent handshake';

export interface ConnectionFaults {
  /** The next connections fail, one for each fault, in this order. */
  failNext(...faults: readonly ConnectionFault[]): void;
  /** Every connection fails until this is called with null. */
  failAll(fault: ConnectionFault | null): void;
}

/** `take` gives the fault of the next new connection. */
export function createConnectionFaults(): ConnectionFaults & {
  take(): ConnectionFault | undefined;
} {
  const next: ConnectionFault[] = [];
  let all: ConnectionFault | null = null;
  return {
    failNext: (...faults) => void next.push(...faults),
    failAll(fault) {
      all = fault;
    },
    take: () => next.shift() ?? all ?? undefined,
  };
}

const HANDSHAKE_ALERT = Buffer.from([21, 3, 3, 0, 2, 2, 40]);
const PLAIN_HTTP = 'HTTP/1.1 400 Bad Request\r\nconnection: close\r\n\r\n';

/** Applies the fault to a connection that has just been accepted. */
export function failConnection(socket: Socket, fault: ConnectionFault): void {
  socket.on('error', () => {});
  const afterFirstMessage = (end: () => void) => void socket.once('data', end);
  switch (fault) {
    case 'reset before TLS':
      socket.resetAndDestroy();
      break;
    case 'closed before TLS':
      socket.destroy();
      break;
    case 'reset in the handshake':
      afterFirstMessage(() => socket.resetAndDestroy());
      break;
    case 'handshake alert':
      afterFirstMessage(() => socket.end(HANDSHAKE_ALERT));
      break;
    case 'no TLS':
      afterFirstMessage(() => socket.end(PLAIN_HTTP));
      break;
    case 'silent handshake':
      socket.resume();
  }
}
