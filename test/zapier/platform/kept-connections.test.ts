import { createServer, type Server } from 'node:https';
import { env } from 'node:process';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import core, { defineApp, defineCreate } from 'zapier-platform-core';
import { loadCertificate } from '../../../sandbox/certificate.ts';
import { realClock } from '../../../sandbox/clock.ts';
import { createCache } from '../../../sandbox/zapier-emulator/cache.ts';
import { startCoreEngine } from '../../../sandbox/zapier-emulator/core-engine.ts';
import { systemClock } from '../../../src/omniscope/clock.ts';
import { zapierTransport } from '../../../src/zapier/platform/transport.ts';

let server: Server;
let url = '';
/** For each request in order: its method, and the number of the connection that it came by. */
const seen: { method: string | undefined; connection: number }[] = [];

beforeAll(async () => {
  const ports: (number | undefined)[] = [];
  server = createServer(await loadCertificate(env), (request, response) => {
    const port = request.socket.remotePort;
    if (!ports.includes(port)) ports.push(port);
    seen.push({ method: request.method, connection: ports.indexOf(port) });
    request.resume().on('end', () => response.end('{}'));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  url = `https://localhost:${typeof address === 'object' ? address?.port : ''}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const METHODS = ['GET', 'GET', 'POST', 'GET', 'GET', 'POST'] as const;

const app = defineApp({
  version: '1.0.0',
  platformVersion: core.version,
  creates: {
    talk: defineCreate({
      key: 'talk',
      noun: 'Talk',
      display: { label: 'Talk', description: 'Makes requests one after the other.' },
      operation: {
        perform: async (z) => {
          const transport = zapierTransport(z, systemClock);
          for (const method of METHODS) {
            const headers = { 'content-type': 'application/json' };
            const body = method === 'POST' ? '{}' : undefined;
            await transport({ method, url, headers, body, timeoutMs: 5_000 });
          }
          return { id: 'done' };
        },
        sample: { id: 'done' },
      },
    }),
  },
});

test('looks share a connection, and nothing that changes something goes over a used one', async () => {
  const engine = await startCoreEngine({ app, cache: createCache(realClock) });
  const end = await engine.execute({
    method: 'creates.talk.operation.perform',
    bundle: { inputData: {}, authData: {}, meta: {} },
    owner: { user: 'user-1', auth: 'auth-1' },
    callbackUrl: '',
  }).end;
  await engine.close();
  expect(end).toMatchObject({ kind: 'returned', results: { id: 'done' } });
  expect(seen).toEqual([
    { method: 'GET', connection: 0 },
    { method: 'GET', connection: 0 },
    { method: 'POST', connection: 1 },
    { method: 'GET', connection: 1 },
    { method: 'GET', connection: 1 },
    { method: 'POST', connection: 2 },
  ]);
});
