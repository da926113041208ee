import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { realClock } from '../../../sandbox/clock.ts';
import type { Clock } from '../../../src/omniscope/clock.ts';
import { startLambda } from '../../../src/omniscope/jobs/start-job.ts';
import { parseProjectPath } from '../../../src/omniscope/paths.ts';
import { ServerUrl } from '../../../src/omniscope/server-url.ts';
import { withUpload } from '../../../src/zapier/files/upload.ts';
import { systemRuntime } from '../../../src/zapier/platform/runtime.ts';
import { zapierTransport } from '../../../src/zapier/platform/transport.ts';
import { errorOf } from '../../omniscope/fixture.ts';
import { type Core, startCore } from '../core.ts';
import { type Loopback, startLoopback } from '../platform/loopback.ts';
import { coarseClock, neverEnding } from './clocks.ts';

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
const upload = (places: Record<string, string>, timeMs = 4_500, clock: Clock = realClock) =>
  core.run(async (z) => {
    const address = ServerUrl.parse(server.origin, server.origin);
    const api = {
      server: address,
      transport: zapierTransport(z, clock),
      clock,
      accessToken: 'the-access-token',
      secrets: [],
      issuedAt: null,
      expiresAt: null,
      scopes: [],
      deadline: clock.now() + timeMs,
    };
    const files = Object.entries(places).map(([name, place]) => ({
      name,
      url: host.origin + place,
    }));
    const environment = () => ({ OMNISCOPE_SANDBOX_ORIGIN: server.origin });
    return withUpload(z, api, { ...systemRuntime, environment }, files, (prepared) =>
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
    ['of an unknown length', {}],
    ['of a known length', { 'content-length': '999999' }],
    ['coded', { 'content-encoding': 'gzip' }],
  ])('breaks off at once, incomplete, with a file that breaks off: %s', async (_, headers) => {
    const bytes = randomBytes(600_000);
    host.answer = (response) => {
      const body = 'content-encoding' in headers ? gzipSync(bytes).subarray(0, 500_000) : bytes;
      response.writeHead(200, headers).write(body, () => response.destroy());
    };
    const expected = { code: 'file-download-interrupted', file: 'A' };
    expect(await errorOf(upload({ A: '/a' }, 4_500, neverEnding))).toEqual(expected);
    expect(server.seen.every(({ body }) => body === '')).toBe(true);
  });

  test('gives a file up before the request that it is part of, in a busy process too', async () => {
    // Timers fire as much as 400 ms late and in any order: both deadlines are still told apart.
    host.answer = (response) => response.writeHead(200).write('the beginning');
    const clock = coarseClock(400);
    const timeMs = 1_600 - (clock.now() % 400) - 200;
    const expected = { code: 'file-download-interrupted', file: 'A' };
    expect(await errorOf(upload({ A: '/a' }, timeMs, clock))).toEqual(expected);
    expect(server.seen.every(({ body }) => body === '')).toBe(true);
  });

  test.each([403, 500])(
    'that the server refuses early ends with its response: %d',
    async (status) => {
      host.answer = (response) => response.end('x'.repeat(100_000));
      server.answer = (response) =>
        response.writeHead(status).end('{"errorType":"REFUSED","errorMessage":"Refused"}');
      const code = status === 403 ? 'forbidden' : 'request-rejected';
      expect(await errorOf(upload({ A: '/a' }))).toMatchObject({ code });
    },
  );

  // hyku 200, http-request-action 59
  test.each<[string, boolean]>([
    ['whose lengths were announced', true],
    ['whose lengths show only as they are read', false],
  ])('that is too large says how large the files were: %s', async (_, announced) => {
    host.answer = (response) => {
      response.writeHead(200, announced ? { 'content-length': 100_000 } : {});
      response.end('x'.repeat(100_000));
    };
    server.answer = (response) => response.writeHead(413).end('<html>413</html>');
    const expected = { code: 'upload-too-large', files: 2, bytes: 200_000 };
    expect(await errorOf(upload({ A: '/a', B: '/b' }))).toEqual(expected);
  });
});
