/**
 * Two of Zapier's own services, on loopback: the RPC that the core asks for `z.cache`, and the
 * collector that it sends its logs to.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Cache, CacheOwner } from './cache.ts';
import type { LogEntry } from './engine.ts';

export interface CoreServices {
  readonly rpcUrl: string;
  readonly logsUrl: string;
  readonly logs: readonly LogEntry[];
  /** The token that tells the services which user and connection the core calls for. */
  tokenFor(owner: CacheOwner): string;
  /** From now on every RPC fails, pending ones included, so that no perform waits for one. */
  hangUp(): void;
  close(): Promise<void>;
}

export async function startCoreServices(cache: Cache): Promise<CoreServices> {
  const owners = new Map<string, CacheOwner>();
  const logs: LogEntry[] = [];
  let hangUp = () => {};
  const hungUp = new Promise<never>((_, reject) => {
    hangUp = () => reject(new Error('The platform is closed'));
  });
  hungUp.catch(() => {});

  const server = createServer((message, response) => {
    const work = message.url === '/logs' ? collect(message, response) : call(message, response);
    // The core breaks off when a log takes too long.
    work.catch(() => response.destroy());
  });

  async function call(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const { id, method, params }: { id: string; method: string; params: unknown[] } = JSON.parse(
      await readText(message),
    );
    const owner = owners.get(String(message.headers['x-token']));
    const reply =
      owner === undefined
        ? { id, error: 'unknown token' }
        : await Promise.race([hungUp, cache.call(method, params, owner)]).then(
            (result) => ({ id, result }),
            (error: unknown) => ({ id, error: error instanceof Error ? error.message : 'failed' }),
          );
    response.setHeader('content-type', 'application/json').end(JSON.stringify(reply));
  }

  async function collect(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const lines = (await readText(message)).split('\n').filter((line) => line !== '');
    for (const line of lines) logs.push(JSON.parse(line));
    response.end();
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    // Thousands of runs at once, each with its own connections, are let in.
    server.listen(0, '127.0.0.1', 8192, resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('not listening on a port');
  const origin = `http://127.0.0.1:${address.port}`;

  return {
    rpcUrl: `${origin}/rpc`,
    logsUrl: `${origin}/logs`,
    logs,
    tokenFor(owner) {
      const token = JSON.stringify([owner.user, owner.auth]);
      owners.set(token, owner);
      return token;
    },
    hangUp,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function readText(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
