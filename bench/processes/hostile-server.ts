/** Answers every request with the largest responses that the size limit lets through, small on the wire. */
import { createServer } from 'node:https';
import { gzipSync } from 'node:zlib';
import type { Certificate } from '../../sandbox/certificate.ts';

/** A little below the app's limit of 16 MiB. */
const BYTES = 16_500_000;

const filled = (open: string, piece: string, close: string, pieces = Number.POSITIVE_INFINITY) => {
  const most = Math.floor((BYTES - open.length - close.length) / piece.length);
  return open + piece.repeat(Math.min(pieces, most)) + close;
};
const inValue = (open: string, piece: string, close: string, pieces?: number) =>
  filled(`{"paramValues":[{"name":"a","value":${open}`, piece, `${close}}]}`, pieces);

/** Bodies of `param`, by the name of the project that is asked for. */
export const HOSTILE_BODIES: Readonly<Record<string, () => string>> = {
  'an ordinary list': () => '{"paramValues":[{"name":"a","type":"TEXT","value":"b"}]}',
  'five million wrong entries': () => filled('{"paramValues":[', '{},', '0]}'),
  '120 000 parameters': () =>
    `{"paramValues":[${Array.from({ length: 120_000 }, (_, index) => `{"name":"p${index}","type":"TEXT","value":"v"}`)}]}`,
  '450 000 keys': () =>
    `{${Array.from({ length: 450_000 }, (_, index) => `"key ${index}":${index}`)}}`,
  'a value nested 20 000 deep': () => inValue('['.repeat(20_000), '', ']'.repeat(20_000), 0),
  'a value nested 8 million deep': () => inValue('', '[', ']'),
  '400 000 long numbers': () => inValue('[', '7615917337495251231,', '0]', 400_000),
  'one number of 16 million digits': () => inValue('0.', '7', ''),
  'one text': () => inValue('"', 'ü', '"', 8_000_000),
  'one message': () => filled('{"errorType":"X","errorMessage":"', 'token=a ', '"}'),
  'plain text': () => filled('', '\n\tat a.B.c(D.java:1)', ''),
};

/** @returns the server's origin */
export async function startHostileServer({ cert, key }: Certificate): Promise<string> {
  const bodies = new Map<string, Buffer>();
  const bodyOf = (name: string) => {
    const known = bodies.get(name) ?? gzipSync(HOSTILE_BODIES[name]?.() ?? '');
    bodies.set(name, known);
    return known;
  };
  const server = createServer({ cert, key }, (request, response) => {
    const [, name = ''] = /\/u\/([^/]+)\.iox\/w\/param$/.exec(request.url ?? '') ?? [];
    response.writeHead(200, { 'content-encoding': 'gzip' });
    response.end(bodyOf(decodeURIComponent(name)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('not listening on a port');
  return `https://localhost:${address.port}`;
}
