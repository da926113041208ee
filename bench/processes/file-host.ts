/**
 * Serves files of any size over HTTPS: `/100000000` is a file of 100 MB, `/gzip/100000000` the same as
 * its host stores it compressed, and `/cut/100000000` ends half-way.
 */
import { randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { Certificate } from '../../sandbox/certificate.ts';

/** Hexadecimal digits, which compress to about half, as tables of numbers do. */
const BLOCK = Buffer.from(randomBytes(32 * 1024).toString('hex'));

/** @returns the host's origin */
export async function startFileHost({ cert, key }: Certificate): Promise<string> {
  const compressed = new Map<number, Promise<Buffer>>();
  const server = createServer({ cert, key }, (request, response) => {
    const [, form = '', digits = ''] = /^\/(?:(gzip|cut)\/)?(\d+)$/.exec(request.url ?? '') ?? [];
    const size = Number(digits);
    const head = {
      'content-type': 'application/octet-stream',
      'content-disposition': 'attachment; filename="file.bin"',
    };
    if (form === 'gzip') {
      const bytes = compressed.get(size) ?? gzip(size);
      compressed.set(size, bytes);
      void bytes.then((body) => {
        response.writeHead(200, {
          ...head,
          'content-encoding': 'gzip',
          'content-length': body.length,
        });
        response.end(body);
      });
      return;
    }
    response.writeHead(200, { ...head, 'content-length': size });
    if (form === 'cut') void send(response, size / 2).then(() => response.destroy());
    else void send(response, size).then(() => response.end());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('not listening on a port');
  return `https://localhost:${address.port}`;
}

function* blocks(size: number): Generator<Buffer> {
  for (let left = size; left > 0; left -= BLOCK.length) {
    yield left < BLOCK.length ? BLOCK.subarray(0, left) : BLOCK;
  }
}

async function send(response: ServerResponse, size: number): Promise<void> {
  for (const block of blocks(size)) {
    if (response.destroyed) return;
    const hasRoom = response.write(block);
    if (!hasRoom) await new Promise<void>((resolve) => response.once('drain', resolve));
  }
}

async function gzip(size: number): Promise<Buffer> {
  const pieces: Buffer[] = [];
  await pipeline(blocks(size), createGzip({ level: 1 }), async (compressed) => {
    for await (const piece of compressed) pieces.push(piece);
  });
  return Buffer.concat(pieces);
}
