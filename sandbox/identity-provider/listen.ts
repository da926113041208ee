import type { Server } from 'node:https';
import type { Socket } from 'node:net';

export interface Listener {
  readonly port: number;
  /** Ends the server and all connections, those that have said nothing yet too. */
  close(): Promise<void>;
}

/** Opens a server on loopback. @param port 0: the operating system chooses. */
export async function listen(server: Server, port: number): Promise<Listener> {
  // The server itself knows a connection only after its TLS handshake.
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('Not listening on a port.');
  return {
    port: address.port,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        for (const socket of sockets) socket.destroy();
      }),
  };
}
