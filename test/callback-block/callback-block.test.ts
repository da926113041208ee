/** docs/callback_block.py, run as Omniscope would run it, against a server on this machine. */
import { execFile, spawnSync } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { parsePosted } from '../../src/zapier/output/posted.ts';

const BLOCK = fileURLToPath(new URL('../../docs/callback_block.py', import.meta.url));
const RUNNER = fileURLToPath(new URL('run_block.py', import.meta.url));
const hasPython = spawnSync('python3', ['--version']).status === 0;

interface Post {
  path: string | undefined;
  type: string | undefined;
  body: unknown;
}

let server: Server;
let origin: string;
let posts: Post[];

beforeAll(async () => {
  server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk) => {
      text += chunk;
    });
    request.on('end', () => {
      const { url: path, headers } = request;
      posts.push({ path, type: headers['content-type'], body: JSON.parse(text) });
      if (path === '/gone') response.writeHead(410);
      if (path === '/moved') response.writeHead(307, { location: '/elsewhere' });
      response.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  origin = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/`;
});
beforeEach(() => {
  posts = [];
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

/** What the block has called of Omniscope's API, in order. */
async function run(plan: {
  options: Record<string, string | null>;
  records?: string;
  failure?: string;
}): Promise<unknown> {
  const running = promisify(execFile)('python3', ['-B', RUNNER, BLOCK]);
  running.child.stdin?.end(JSON.stringify({ ...plan, zapier: origin }));
  const { stdout } = await running;
  return JSON.parse(stdout);
}

const paths = () => posts.map(({ path }) => path);

(hasPython ? describe : describe.skip)('the Python block', () => {
  test('posts its rows once to every address, whether Zaps or servers are there or not', async () => {
    const options = {
      callbackAddress: `${origin}callback`,
      zapAddresses: `# Zaps\r\n ${origin}gone \r\n${origin}moved\n${origin}callback\nhttps://example.com/other\n${origin}last`,
    };
    const records = '[{"id":7615917337495251231,"name":"Größe","n":1.5,"x":null,"b":true}]';
    expect(await run({ options, records })).toEqual([
      ['write'],
      ['commit', 'Posted to 2 of 4 addresses. HTTPError 410 HTTPError 307'],
    ]);
    expect(paths()).toEqual(['/callback', '/gone', '/moved', '/last']);
    const row = { id: '7615917337495251231', name: 'Größe', n: 1.5, x: null, b: true };
    for (const { type, body } of posts) {
      expect(type).toBe('application/json; charset=utf-8');
      expect(body).toEqual({ status: 'done', row_count: 1, rows: [row] });
      expect(parsePosted(body)).toMatchObject({ rows: [row], problem: null });
    }
  });

  test('posts that it has failed, and aborts', async () => {
    const options = { callbackAddress: `${origin}callback`, zapAddresses: null };
    expect(await run({ options, failure: 'No such table' })).toEqual([['abort', 'No such table']]);
    expect(posts).toMatchObject([{ body: { status: 'failed', message: 'No such table' } }]);
  });

  test('posts how many rows there are where they are larger than 1 MB', async () => {
    const row = `{"text":"${'é'.repeat(30_000)}"}`;
    const records = `[${Array(17).fill(row).join()}]`;
    await run({ options: { callbackAddress: `${origin}callback` }, records });
    expect(posts).toMatchObject([{ body: { status: 'done', row_count: 17 } }]);
    expect(posts[0]?.body).not.toHaveProperty('rows');
  });

  test('posts nothing and passes its input on where no address is set', async () => {
    expect(await run({ options: {}, records: '[]' })).toEqual([
      ['write'],
      ['commit', 'Posted to 0 of 0 addresses.'],
    ]);
    expect(posts).toEqual([]);
  });
});
