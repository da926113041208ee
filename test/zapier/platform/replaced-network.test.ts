/**
 * Recordings and other tools take the network's place inside the process: no agent is asked for a
 * connection, so how far it came cannot be observed.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { realClock } from '../../../sandbox/clock.ts';
import { zapierTransport } from '../../../src/zapier/platform/transport.ts';
import { openNetwork, release, standIn } from '../../recording/nock.ts';
import { type Core, startCore } from '../core.ts';

let core: Core;
beforeAll(async () => {
  // The core reaches its own services on loopback.
  openNetwork();
  core = await startCore();
});
afterAll(async () => {
  await core.close();
  release();
});

const ADDRESS = 'https://omniscope.example.com/u/x';

const post = (outcome: Parameters<typeof standIn>[1]) =>
  standIn(ADDRESS, outcome, () =>
    core.run((z) =>
      zapierTransport(
        z,
        realClock,
      )({ method: 'POST', url: ADDRESS, headers: {}, body: '{}', timeoutMs: 5_000 }),
    ),
  );

describe('where no connection can be observed', () => {
  test.each([
    ['ECONNREFUSED', 'unreachable', true],
    ['ENOTFOUND', 'unreachable', true],
    ['EAI_AGAIN', 'unreachable', true],
    ['CERT_HAS_EXPIRED', 'tls', true],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'tls', true],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'tls', true],
    // These also befall a request that has been read.
    ['ECONNRESET', 'connection-reset', false],
    ['EHOSTUNREACH', 'connection-reset', false],
    ['ETIMEDOUT', 'connection-reset', false],
    ['EPROTO', 'connection-reset', false],
  ])(
    'only a name that no sent request fails with says that nothing was sent: %s',
    async (code, reason, requestNotSent) => {
      const failure = Object.assign(new Error(code), { code });
      await expect(post(failure)).rejects.toMatchObject({ reason, requestNotSent });
    },
  );

  test('a 401 has the words that came with it', async () => {
    const response = await post({ status: 401, json: { error: 'invalid_client' } });
    expect(response).toMatchObject({ status: 401, text: '{"error":"invalid_client"}' });
  });
});
