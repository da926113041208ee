/**
 * A port on loopback whose SYNs are never answered, as behind a firewall that drops them. Linux
 * drops the SYNs to a listening socket whose backlog is full because no connection is accepted. The
 * socket belongs to a thread that sleeps, because Node accepts connections whenever its event loop runs.
 */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { Worker } from 'node:worker_threads';

export interface UnansweredPort {
  /** `https://localhost:{port}` */
  readonly origin: string;
  close(): Promise<void>;
}

/** Linux keeps one connection more than the backlog. */
const BACKLOG = 1;

const LISTEN_AND_SLEEP = `
const { createServer } = require('node:net');
const { parentPort, workerData } = require('node:worker_threads');
const server = createServer();
server.listen({ host: '127.0.0.1', port: 0, backlog: ${BACKLOG} }, () => {
  parentPort.postMessage(server.address().port);
  Atomics.wait(workerData, 0, 0);
});`;

export async function openUnansweredPort(): Promise<UnansweredPort> {
  const asleep = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const worker = new Worker(LISTEN_AND_SLEEP, { eval: true, workerData: asleep });
  const [port]: unknown[] = await once(worker, 'message');
  if (typeof port !== 'number') throw new Error('the thread listens on no port');
  const fillers = await Promise.all(Array.from({ length: BACKLOG + 1 }, () => connected(port)));
  return {
    origin: `https://localhost:${port}`,
    async close() {
      for (const socket of fillers) socket.destroy();
      Atomics.store(asleep, 0, 1);
      Atomics.notify(asleep, 0);
      await worker.terminate();
    },
  };
}

function connected(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => resolve(socket));
    socket.once('error', reject);
  });
}
