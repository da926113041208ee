import { createServer } from 'node:http';
import https from 'node:https';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openNetwork, record, release, replay } from './nock.ts';

const server = createServer((_request, response) => {
  response.setHeader('content-type', 'application/json');
  response.setHeader('content-encoding', 'gzip');
  response.setHeader('set-cookie', 'session=secret');
  response.end(gzipSync('{"access_token":"abc"}'));
});
let origin = '';
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  origin = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
});
afterAll(() => {
  release();
  server.close();
});

const reached = (url: string) =>
  fetch(url).then(
    () => 'reached',
    () => 'not reached',
  );

describe('with the recorder imported', () => {
  test('the network is off, for fetch and for node:https, to this machine too', async () => {
    expect(await reached(`${origin}/`)).toBe('not reached');
    const error = await new Promise((resolve) =>
      https.get('https://localhost:1/').on('error', resolve),
    );
    expect(String(error)).toContain('Disallowed net connect');
  });

  test('a replay lets nothing through either', async () => {
    const url = `${origin}/other`;
    await expect(replay([], () => fetch(url))).rejects.toThrow();
  });
});

describe('a recording', () => {
  test('holds what came compressed as it reads, from the servers named, without their cookies', async () => {
    openNetwork();
    const { exchanges } = await record([origin], () => fetch(`${origin}/a%20b`));
    expect(exchanges).toEqual([
      {
        request: { method: 'GET', url: `${origin}/a%20b`, body: '' },
        answer: {
          status: 200,
          headers: { 'content-type': 'application/json' },
          body: { access_token: 'abc' },
        },
      },
    ]);
    const other = await record(['https://other.example.com'], () => fetch(origin));
    expect(other.exchanges).toEqual([]);
  });
});
