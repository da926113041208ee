import { env } from 'node:process';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { generate } from 'selfsigned';
import { loadCertificate } from '../../../sandbox/certificate.ts';
import { realClock } from '../../../sandbox/clock.ts';
import type { ConnectionFault } from '../../../sandbox/http/connection-faults.ts';
import type { ConnectionEnd, Outcome } from '../../../sandbox/http/message.ts';
import { type HttpsServer, startHttpsServer } from '../../../sandbox/http/server.ts';
import { openUnansweredPort } from '../../../sandbox/http/unanswered-port.ts';
import type { Clock } from '../../../src/omniscope/clock.ts';
import { requestError } from '../../../src/zapier/platform/request-failure.ts';
import { zapierTransport } from '../../../src/zapier/platform/transport.ts';
import { type Core, startCore } from '../core.ts';
import { clockByHand } from '../files/clocks.ts';

let core: Core;
let server: HttpsServer;
let outcome: Outcome = { kind: 'hang' };
/** The bodies of the requests that the server has read whole. */
const bodies: string[] = [];

/** Called when a request has been read whole. */
let onRead = () => {};
beforeAll(async () => {
  core = await startCore();
  server = await serve(await loadCertificate(env));
});
afterAll(async () => {
  await server.close();
  await core.close();
});

function serve(certificate: { cert: string | Buffer; key: string | Buffer }): Promise<HttpsServer> {
  return startHttpsServer({
    ...certificate,
    handler: async ({ body }) => {
      const parts: Uint8Array[] = [];
      for await (const part of body) if (typeof part !== 'number') parts.push(part);
      bodies.push(String(Buffer.concat(parts)));
      onRead();
      return outcome;
    },
  });
}

const post = (url: string, timeoutMs = 600_000, clock: Clock = realClock) =>
  core.run((z) =>
    zapierTransport(
      z,
      clock,
    )({
      method: 'POST',
      url,
      headers: { 'content-type': 'application/json' },
      body: '{"blocks":[]}',
      timeoutMs,
    }),
  );

const NOT_SENT = { requestNotSent: true };
const MAYBE_SENT = { requestNotSent: false };

describe('a request was certainly not sent', () => {
  test('where no connection came about: SYN never answered (akka-http 4471)', async () => {
    const port = await openUnansweredPort();
    await expect(post(port.origin, 100)).rejects.toMatchObject({
      reason: 'unreachable',
      ...NOT_SENT,
    });
    await port.close();
  });

  test.each([
    ['the port is closed', 'https://localhost:1/'],
    ['the name does not exist', 'https://nowhere.invalid/'],
  ])('where no connection came about: %s', async (_, url) => {
    await expect(post(url)).rejects.toMatchObject({ reason: 'unreachable', ...NOT_SENT });
  });

  test.each<ConnectionFault>([
    'reset before TLS',
    'closed before TLS',
    'reset in the handshake',
    'handshake alert',
    'no TLS',
  ])('where no TLS session came about: %s', async (fault) => {
    bodies.length = 0;
    server.connectionFaults.failNext(fault);
    const failure = await post(server.origin).catch((error) => error);
    expect(failure).toMatchObject({ name: 'NetworkError', ...NOT_SENT });
    expect(bodies).toEqual([]);
  });

  test('where the TLS handshake stays silent until time is over', async () => {
    server.connectionFaults.failNext('silent handshake');
    await expect(post(server.origin, 100)).rejects.toMatchObject({
      reason: 'unreachable',
      ...NOT_SENT,
    });
  });

  test('where the certificate is not trusted', async () => {
    bodies.length = 0;
    const stranger = await generate([{ name: 'commonName', value: 'localhost' }], {
      keyType: 'ec',
    });
    const untrusted = await serve({ cert: stranger.cert, key: stranger.private });
    await expect(post(untrusted.origin)).rejects.toMatchObject({ reason: 'tls', ...NOT_SENT });
    expect(bodies).toEqual([]);
    await untrusted.close();
  });
});

describe('a request that the server has read may have been acted on, whatever comes back', () => {
  test.each<[string, ConnectionEnd]>([
    ['one corrupt TLS record (nodejs/help 3815, urllib3 1627)', 'corrupt-record'],
    ['a reset', 'rst'],
    ['an end', 'close'],
    ['half the head of a response', 'half-head'],
  ])('%s', async (_, end) => {
    bodies.length = 0;
    outcome = { kind: 'reset', end };
    await expect(post(server.origin)).rejects.toMatchObject({
      reason: 'connection-reset',
      ...MAYBE_SENT,
    });
    // Sent once: a start is never repeated.
    expect(bodies).toEqual(['{"blocks":[]}']);
  });

  test('nothing, until time is over', async () => {
    outcome = { kind: 'hang' };
    const { clock, fire } = clockByHand();
    onRead = fire;
    await expect(post(server.origin, 300, clock)).rejects.toMatchObject({
      reason: 'timeout',
      ...MAYBE_SENT,
    });
    onRead = () => {};
  });
});

describe('an error’s code', () => {
  const CODES = [
    'EPROTO',
    'EHOSTUNREACH',
    'ECONNREFUSED',
    'ENOTFOUND',
    'CERT_HAS_EXPIRED',
    'EPIPE',
  ];
  test.each(CODES)('%s decides nothing: only how far the connection has come does', (code) => {
    const error = Object.assign(new Error(code), { name: 'FetchError', code });
    const reasonIn = (phase: Parameters<typeof requestError>[1]) => requestError(error, phase);
    expect(reasonIn('connecting')).toMatchObject({ reason: 'unreachable', ...NOT_SENT });
    expect(reasonIn('securing')).toMatchObject({ reason: 'tls', ...NOT_SENT });
    expect(reasonIn('established')).toMatchObject({ reason: 'connection-reset', ...MAYBE_SENT });
  });

  test('is not looked for in errors of the program, which stay what they are', () => {
    const mistake = new TypeError('undefined is not a function');
    expect(requestError(mistake, 'established')).toBe(mistake);
    expect(requestError('text', 'connecting')).toBe('text');
  });
});
