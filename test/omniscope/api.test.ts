import { Readable } from 'node:stream';
import { describe, expect, test } from '@jest/globals';
import { postJson, request } from '../../src/omniscope/api.ts';
import { TokenExpiredError } from '../../src/omniscope/errors.ts';
import { NetworkError } from '../../src/omniscope/http/transport.ts';
import { fakeServer, type Reply } from './fixture.ts';

const url = 'https://omniscope.example.com/u/Report.iox/w/param';

describe('a request', () => {
  test('carries the token, and no header of the caller replaces it', async () => {
    const { api, requests } = fakeServer(() => ({ body: {} }));
    await request(api, { method: 'GET', url, headers: { authorization: 'Bearer another' } });
    expect(requests[0]?.headers).toEqual({
      accept: 'application/json',
      authorization: 'Bearer the-access-token',
    });
  });

  test.each([
    'https://other.example.com/u/Report.iox/w/param',
    'http://omniscope.example.com/u/Report.iox/w/param',
    'https://omniscope.example.com:444/u/Report.iox/w/param',
    'https://omniscope.example.com@other.example.com/',
  ])('never leaves the origin of its connection: %s', async (foreign) => {
    const { api, requests } = fakeServer(() => ({ body: {} }));
    await expect(request(api, { method: 'GET', url: foreign })).rejects.toThrow(TypeError);
    expect(requests).toHaveLength(0);
  });

  test('that reads takes no longer than 10 s, one that changes something until the deadline', async () => {
    const { api, clock, requests } = fakeServer(() => ({ body: {} }));
    await request(api, { method: 'GET', url });
    await postJson(api, url, {});
    await clock.sleep(25_000);
    await request(api, { method: 'GET', url });
    await postJson(api, url, {});
    const limits = requests.map(({ timeoutMs }) => timeoutMs);
    expect(limits).toEqual([10_000, 28_500, 3_500, 3_500]);
  });

  test('is not sent once the deadline has passed', async () => {
    const { api, clock, requests } = fakeServer(() => ({ body: {} }));
    await clock.sleep(28_500);
    const failure = await request(api, { method: 'GET', url }).catch((error) => error);
    expect(failure).toEqual(new NetworkError('timeout'));
    expect(requests).toHaveLength(0);
  });

  test('lets errors of the transport pass untouched', async () => {
    const defect = new TypeError('a defect');
    const { api } = fakeServer(() => defect);
    await expect(request(api, { method: 'GET', url })).rejects.toBe(defect);
  });
});

describe('a refused token', () => {
  const GET = { method: 'GET', url } as const;
  const POST = { method: 'POST', url, body: '{}' } as const;
  const refusals: readonly [string, Reply][] = [
    ['401', { status: 401 }],
    ['403, token expired', { status: 403, body: '{"message":"Token has expired"}' }],
  ];

  test.each(refusals)(
    'is told from a failed request, and asked with once: %s',
    async (_, reply) => {
      const { api, requests } = fakeServer(() => reply);
      await expect(request(api, GET)).rejects.toThrow(TokenExpiredError);
      expect(requests).toHaveLength(1);
    },
  );

  // indigo-iam 704: a provider whose tokens are valid only from the next second.
  test.each([
    ['a GET', GET],
    ['a POST', POST],
  ])('is sent again in %s within two seconds of its issue, a second later', async (_, sent) => {
    const { api, clock, requests } = fakeServer((_request, index) =>
      index === 0 ? { status: 401 } : { body: { jobId: '1' } },
    );
    const begun = clock.now();
    const answer = await request({ ...api, issuedAt: begun - 900 }, sent);
    expect(answer.status).toBe(200);
    expect(requests.map(({ body }) => body)).toEqual(
      Array(2).fill('body' in sent ? sent.body : undefined),
    );
    expect(clock.now() - begun).toBe(1_000);
  });

  test('stays refused after those two seconds', async () => {
    const { api, clock, requests } = fakeServer(() => ({ status: 401 }));
    for (const [ageMs, count] of [
      [100, 3],
      [1_900, 2],
      [2_000, 1],
      [-1_000, 4],
      [-3_600_000, 1],
    ] as const) {
      requests.length = 0;
      const young = { ...api, issuedAt: clock.now() - ageMs };
      await expect(request(young, GET)).rejects.toThrow(TokenExpiredError);
      expect([ageMs, requests.length]).toEqual([ageMs, count]);
    }
  });

  test('waits for its two seconds before a stream is sent, which cannot be sent again', async () => {
    const { api, clock, requests } = fakeServer(() => ({ body: {} }));
    const begun = clock.now();
    const body = () => Readable.from(['x']);
    await request({ ...api, issuedAt: begun - 500 }, { ...POST, body: body() });
    expect(clock.now() - begun).toBe(1_500);
    await request({ ...api, issuedAt: begun - 500 }, { ...POST, body: body() });
    expect([clock.now() - begun, requests.length]).toEqual([1_500, 2]);
  });
});
