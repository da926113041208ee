import { describe, expect, test } from '@jest/globals';
import { postJson, request } from '../../src/omniscope/api.ts';
import { NetworkError } from '../../src/omniscope/http/transport.ts';
import { scene } from './fixture.ts';

const url = 'https://omniscope.example.com/u/Report.iox/w/param';

describe('a request', () => {
  test('carries the token, and no header of the caller replaces it', async () => {
    const { api, requests } = scene(() => ({ body: {} }));
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
    const { api, requests } = scene(() => ({ body: {} }));
    await expect(request(api, { method: 'GET', url: foreign })).rejects.toThrow(TypeError);
    expect(requests).toHaveLength(0);
  });

  test('that reads takes no longer than 10 s, one that changes something until the deadline', async () => {
    const { api, clock, requests } = scene(() => ({ body: {} }));
    await request(api, { method: 'GET', url });
    await postJson(api, url, {});
    await clock.sleep(25_000);
    await request(api, { method: 'GET', url });
    await postJson(api, url, {});
    const limits = requests.map(({ timeoutMs }) => timeoutMs);
    expect(limits).toEqual([10_000, 28_500, 3_500, 3_500]);
  });

  test('is not sent once the deadline has passed', async () => {
    const { api, clock, requests } = scene(() => ({ body: {} }));
    await clock.sleep(28_500);
    const failure = await request(api, { method: 'GET', url }).catch((error) => error);
    expect(failure).toEqual(new NetworkError('timeout'));
    expect(requests).toHaveLength(0);
  });

  test('lets errors of the transport pass untouched', async () => {
    const refresh = Object.assign(new Error('refresh'), { name: 'RefreshAuthError' });
    const { api } = scene(() => refresh);
    await expect(request(api, { method: 'GET', url })).rejects.toBe(refresh);
  });
});
