import { createServer, type Server } from 'node:https';
import { runInThisContext } from 'node:vm';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { generate } from 'selfsigned';
import { realClock } from '../../../sandbox/clock.ts';
import type { Transport } from '../../../src/omniscope/http/transport.ts';
import { zapierTransport } from '../../../src/zapier/platform/transport.ts';
import { type Core, startCore } from '../core.ts';

/** A server whose certificate nobody has issued: an impostor, or a test server of a user's own. */
let untrusted: Server;
let url = '';
let core: Core;
const tokens: (string | undefined)[] = [];

beforeAll(async () => {
  core = await startCore();
  const { cert, private: key } = await generate([{ name: 'commonName', value: 'localhost' }], {
    algorithm: 'sha256',
    keySize: 2048,
  });
  untrusted = createServer({ cert, key }, (request, response) => {
    tokens.push(request.headers.authorization);
    response.end('{}');
  });
  await new Promise<void>((resolve) => untrusted.listen(0, '127.0.0.1', resolve));
  const address = untrusted.address();
  url = `https://localhost:${typeof address === 'object' ? address?.port : ''}`;
});
beforeEach(() => {
  tokens.length = 0;
});
afterAll(async () => {
  untrusted.closeAllConnections();
  untrusted.close();
  await core.close();
});

const send = (transport: Transport, method: 'GET' | 'POST' = 'GET') =>
  transport({
    method,
    url,
    headers: { authorization: 'Bearer secret', 'content-type': 'application/json' },
    ...(method === 'POST' && { body: '{}' }),
    timeoutMs: 600_000,
  });

const invocation = (verifySSL?: boolean, method?: 'GET' | 'POST') =>
  core.run(
    (z) => send(zapierTransport(z, realClock), method),
    verifySSL === undefined ? {} : { verifySSL },
  );

test('a certificate that cannot be trusted is refused before anything is sent', async () => {
  for (const method of ['GET', 'POST'] as const) {
    await expect(invocation(undefined, method)).rejects.toMatchObject({
      reason: 'tls',
      requestNotSent: true,
    });
  }
  expect(tokens).toEqual([]);
});

test('a user’s "disable certificate checks" holds for that invocation and for no other', async () => {
  for (const _ of ['once', 'twice']) {
    expect(await invocation(false)).toMatchObject({ status: 200 });
    expect(await invocation(false, 'POST')).toMatchObject({ status: 200 });
    await expect(invocation()).rejects.toMatchObject({ reason: 'tls' });
    await expect(invocation(true, 'POST')).rejects.toMatchObject({ reason: 'tls' });
  }
  expect(tokens).toHaveLength(4);
});

test('… nor for one that runs at the same time', async () => {
  const [first, second, third] = await Promise.allSettled([
    invocation(false),
    invocation(),
    invocation(false),
  ]);
  expect([first.status, second.status, third.status]).toEqual([
    'fulfilled',
    'rejected',
    'fulfilled',
  ]);
  expect(tokens).toHaveLength(2);
});

test('it holds for every request of its invocation, over a kept connection or a new one', async () => {
  await core.run(
    async (z) => {
      const transport = zapierTransport(z, realClock);
      for (const method of ['GET', 'GET', 'POST', 'GET'] as const) await send(transport, method);
    },
    { verifySSL: false },
  );
  expect(tokens).toHaveLength(4);
});

test('the environment of one invocation switches no checks off', async () => {
  // The process's own: jest gives its tests a copy.
  const env: Record<string, string> = runInThisContext('process.env');
  env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
  try {
    await expect(invocation()).rejects.toMatchObject({ reason: 'tls' });
  } finally {
    delete env.NODE_TLS_REJECT_UNAUTHORIZED;
  }
});
