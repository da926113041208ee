/** Responds with the largest bodies that the size limit lets through, small on the wire, or breaks off. */
import type { ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import { gzipSync } from 'node:zlib';
import type { Certificate } from '../../sandbox/certificate.ts';
import { HOSTILE_BODIES } from '../hostile-bodies.ts';

/** How a connection is broken off, by the name of the project that is asked for. */
const BROKEN_OFF: Readonly<Record<string, (response: ServerResponse) => void>> = {
  'cut short': (response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': 1_000 });
    response.write('{"paramValues":[', () => response.destroy());
  },
  'cut short, compressed': (response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' });
    response.write(gzipSync(HOSTILE_BODIES['one text']?.(100_000, 0) ?? '').subarray(0, 50), () =>
      response.destroy(),
    );
  },
  'hung up': (response) => response.destroy(),
};

/**
 * A project is called by its body and the size of it in bytes, as in `one text@16500000`; asked for again
 * it may have other values.
 *
 * @returns the server's origin
 */
export async function startHostileServer({ cert, key }: Certificate): Promise<string> {
  const asked = new Map<string, number>();
  const server = createServer({ cert, key }, (request, response) => {
    const [, encoded = ''] = /\/u\/([^/]+)\.iox\/w\/param$/.exec(request.url ?? '') ?? [];
    const project = decodeURIComponent(encoded);
    const breakOff = BROKEN_OFF[project];
    if (breakOff !== undefined) return breakOff(response);
    const [name = '', bytes] = project.split('@');
    const times = asked.get(project) ?? 0;
    asked.set(project, times + 1);
    response.writeHead(200, { 'content-encoding': 'gzip' });
    response.end(gzipSync(HOSTILE_BODIES[name]?.(Number(bytes ?? 0), times) ?? '', { level: 1 }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('not listening on a port');
  return `https://localhost:${address.port}`;
}
