import { env } from 'node:process';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import core, { defineApp, defineCreate } from 'zapier-platform-core';
import { loadCertificate } from '../../../sandbox/certificate.ts';
import { realClock } from '../../../sandbox/clock.ts';
import { type HttpsServer, startHttpsServer } from '../../../sandbox/http/server.ts';
import { createCache } from '../../../sandbox/zapier-emulator/cache.ts';
import { startCoreEngine } from '../../../sandbox/zapier-emulator/core-engine.ts';
import type { Engine } from '../../../sandbox/zapier-emulator/engine.ts';
import { systemClock } from '../../../src/omniscope/clock.ts';
import { NetworkError } from '../../../src/omniscope/http/transport.ts';
import { zapierTransport } from '../../../src/zapier/platform/transport.ts';

/** A server that never reads what it is sent. */
let server: HttpsServer;
let engine: Engine;

const appThatSends = (body: () => Readable, timeoutMs: number) =>
  defineApp({
    version: '1.0.0',
    platformVersion: core.version,
    creates: {
      send: defineCreate({
        key: 'send',
        noun: 'Upload',
        display: { label: 'Send', description: 'Sends a stream.' },
        operation: {
          perform: async (z) => {
            const transport = zapierTransport(z, systemClock);
            const headers = { 'content-type': 'application/octet-stream' };
            const url = server.origin;
            return transport({ method: 'POST', url, headers, body: body(), timeoutMs }).then(
              ({ status }) => ({ id: String(status) }),
              (error: unknown) => ({
                id: error instanceof NetworkError ? error.reason : String(error),
              }),
            );
          },
          sample: { id: 'timeout' },
        },
      }),
    },
  });

async function send(body: () => Readable, timeoutMs: number): Promise<unknown> {
  engine = await startCoreEngine({
    app: appThatSends(body, timeoutMs),
    cache: createCache(realClock),
  });
  const owner = { user: 'user-1', auth: 'auth-1' };
  const bundle = { inputData: {}, authData: {}, meta: {} };
  const call = { method: 'creates.send.operation.perform', bundle, owner, callbackUrl: '' };
  const end = await engine.execute(call).end;
  await engine.close();
  return end.kind === 'returned' ? end.results : end.error;
}

beforeAll(async () => {
  const certificate = await loadCertificate(env);
  server = await startHttpsServer({ ...certificate, handler: async () => ({ kind: 'hang' }) });
});
afterAll(() => server.close());

describe('a stream that is sent', () => {
  test('counts as a timeout, not as a broken connection, when the server reads nothing', async () => {
    const endless = () => new Readable({ read: () => {} });
    expect(await send(endless, 500)).toEqual({ id: 'timeout' });
  });

  test('breaks the request off with its own error when it fails first', async () => {
    const failing = () =>
      new Readable({
        read() {
          this.destroy(new Error('the file host went away'));
        },
      });
    expect(await send(failing, 5_000)).toEqual({ id: 'Error: the file host went away' });
  });
});
