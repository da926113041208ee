/** Serves files of any size over HTTPS: `/100000000` is a file of 100 MB. */
import type { ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { Certificate } from '../../sandbox/certificate.ts';

const BLOCK = Buffer.alloc(64 * 1024, 'omniscope ');

/** @returns the host's origin */
export async function startFileHost({ cert, key }: Certificate): Promise<string> {
  const server = createServer({ cert, key }, (request, response) => {
    const size = Number(request.url?.slice(1));
    response.writeHead(200, {
      'content-length': size,
      'content-type': 'application/octet-stream',
      'content-disposition': 'attachment; filename="file.bin"',
    });
    void send(response, size);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('not listening on a port');
  return `https://localhost:${address.port}`;
}

async function send(response: ServerResponse, size: number): Promise<void> {
  for (let left = size; left > 0; left -= BLOCK.length) {
    if (response.destroyed) return;
    const hasRoom = response.write(left < BLOCK.length ? BLOCK.subarray(0, left) : BLOCK);
    if (!hasRoom) await new Promise<void>((resolve) => response.once('drain', resolve));
  }
  response.end();
}
