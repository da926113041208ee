import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { realClock } from '../../../sandbox/clock.ts';
import { startLambda } from '../../../src/omniscope/jobs/start-job.ts';
import { parseProjectPath } from '../../../src/omniscope/paths.ts';
import { ServerUrl } from '../../../src/omniscope/server-url.ts';
import { withUpload } from '../../../src/zapier/files/upload.ts';
import { systemRuntime } from '../../../src/zapier/platform/runtime.ts';
import { zapierTransport } from '../../../src/zapier/platform/transport.ts';
import { errorOf } from '../../omniscope/fixture.ts';
import { type Core, startCore } from '../core.ts';
import { type Loopback, startLoopback } from '../platform/loopback.ts';

let core: Core;
let host: Loopback;
let server: Loopback;
beforeAll(async () => {
  [core, host, server] = await Promise.all([startCore(), startLoopback(), startLoopback()]);
});
beforeEach(() => {
  host.seen.length = 0;
  server.seen.length = 0;
  server.answer = (response) => response.end('{"jobId":"1"}');
});
afterAll(async () => {
  await Promise.all([host.close(), server.close()]);
  await core.close();
});

/** Starts an isolated run with files from these places of the host. */
const upload = (places: Record<string, string>, timeMs = 4_500) =>
  core.run(async (z) => {
    const address = ServerUrl.parse(server.origin, server.origin);
    const api = {
      server: address,
      transport: zapierTransport(z, realClock),
      clock: realClock,
      accessToken: 'the-access-token',
      secrets: [],
      issuedAt: null,
      expiresAt: null,
      scopes: [],
      deadline: realClock.now() + timeMs,
    };
    const files = Object.entries(places).map(([name, place]) => ({
      name,
      url: host.origin + place,
    }));
    return withUpload(z, api, systemRuntime, files, (prepared) =>
      startLambda(
        api,
        {
          project: parseProjectPath('Report', address),
          blocks: [],
          updates: [],
          deleteExecutionOnFinish: true,
        },
        prepared,
      ),
    );
  });

describe('an upload', () => {
  test('passes every file on in one request, the token to the server alone', async () => {
    host.answer = (response, { url }) => response.end(`content of ${url}`);
    expect(await upload({ A: '/a.csv', 'B {{b}}': '/b.csv' })).toMatchObject({ id: '1' });
    const [seen] = server.seen;
    expect(server.seen).toHaveLength(1);
    expect(seen?.url).toBe('/u/Report.iox/w/uploadandexecute');
    expect(seen?.headers.authorization).toBe('Bearer the-access-token');
    expect(seen?.body).toContain('{"name":"B {{b}}","formDataKey":"file2"}');
    for (const part of ['filename="a.csv"', 'content of /a.csv', 'content of /b.csv']) {
      expect(seen?.body).toContain(part);
    }
    expect(host.seen.map(({ headers }) => headers.authorization)).toEqual([undefined, undefined]);
  });

  test('is none without files', async () => {
    await upload({});
    expect(server.seen.map(({ url }) => url)).toEqual(['/u/Report.iox/w/lambdaexecute']);
  });

  test('starts nothing where one of the links leads nowhere', async () => {
    host.answer = (response, { url }) =>
      response.writeHead(url === '/bad' ? 404 : 200).end('content');
    expect(await errorOf(upload({ A: '/good', B: '/bad' }))).toEqual({
      code: 'file-not-fetched',
      file: 'B',
      status: 404,
    });
    expect(server.seen).toHaveLength(0);
  });

  test.each<[string, Record<string, string>]>([
    ['at once', {}],
    [
      'although its host told its length, which is noticed at the deadline only',
      { 'content-length': '99' },
    ],
  ])('that a file breaks off is never a whole request, and is told %s', async (_, headers) => {
    host.answer = (response) => {
      response.writeHead(200, headers).write('the beginning', () => response.destroy());
    };
    expect(await errorOf(upload({ A: '/a' }, 2_000))).toEqual({
      code: 'file-download-interrupted',
      file: 'A',
    });
    expect(server.seen.every(({ body }) => body === '')).toBe(true);
  });

  test.each([403, 413, 500])(
    'that the server refuses early ends with its answer: %d',
    async (status) => {
      host.answer = (response) => response.end('x'.repeat(100_000));
      server.answer = (response) =>
        response.writeHead(status).end('{"errorType":"TOO_LARGE","errorMessage":"Too large"}');
      const code = status === 403 ? 'forbidden' : 'request-rejected';
      expect(await errorOf(upload({ A: '/a' }))).toMatchObject({ code });
    },
  );
});
