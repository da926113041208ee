/** Hosts on real sockets that remember all that comes to them: where a credential must never arrive. */
import { createServer } from 'node:http';
import { loadCertificate } from '../../sandbox/certificate.ts';
import { readBody } from '../../sandbox/http/body.ts';
import { type Outcome, replied } from '../../sandbox/http/message.ts';
import { text } from '../../sandbox/http/replies.ts';
import { startHttpsServer } from '../../sandbox/http/server.ts';

export interface WatchedHosts {
  /** `https://other.localhost:…`: another host to a client, the same machine in truth. */
  readonly https: string;
  /** The same without TLS. */
  readonly http: string;
  /** Everything that came, as one text each: request line, headers and body. */
  readonly seen: string[];
  close(): Promise<void>;
}

export async function startWatchedHosts(): Promise<WatchedHosts> {
  const seen: string[] = [];
  const secure = await startHttpsServer({
    ...(await loadCertificate(process.env)),
    async handler({ method, url, headers, body }): Promise<Outcome> {
      const content = await readBody(body, 1_000_000);
      seen.push(`${method} ${url} ${JSON.stringify(headers)} ${content.toString('utf8')}`);
      return replied(text(200, '{}'));
    },
  });
  const plain = createServer((request, response) => {
    seen.push(`${request.method} ${request.url} ${JSON.stringify(request.headers)}`);
    response.end('{}');
  });
  await new Promise<void>((resolve) => plain.listen(0, '127.0.0.1', resolve));
  const address = plain.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  return {
    https: secure.origin,
    http: `http://localhost:${port}`,
    seen,
    async close() {
      await secure.close();
      await new Promise((resolve) => {
        plain.close(resolve);
        plain.closeAllConnections();
      });
    },
  };
}
