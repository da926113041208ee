import { describe, expect, test } from '@jest/globals';
import { createClient } from './client.ts';

const CALLBACK = '/u/Sales/Callback.iox';
const URL_OF_CALLER = 'https://hooks.example/1';

/** A client whose server's posts are written down with the time and the job's state of that moment. */
function createListener(options: { failing?: boolean; parallelJobs?: number } = {}) {
  const posts: { at: number; url: string; body: unknown; state: string | undefined }[] = [];
  const { failing = false, ...rest } = options;
  const client = createClient({
    ...rest,
    post: async (url, body) => {
      const state = client.omniscope.jobs.at(-1)?.state;
      posts.push({ at: client.clock.now() - begun, url, body, state });
      if (failing) throw new Error('refused');
    },
  });
  const begun = client.clock.now();
  const run = (updates: Record<string, unknown> = {}, more = {}) =>
    client.start(`${CALLBACK}/w/execute`, {
      params: {
        updates: Object.entries({ 'Callback URL': URL_OF_CALLER, ...updates }).map(
          ([name, value]) => ({ name, value }),
        ),
      },
      ...more,
    });
  return { ...client, posts, run };
}

describe('the last block of a workflow', () => {
  test('posts once, from inside the run, without a request', async () => {
    const { run, clock, posts, state } = createListener();
    const id = await run();
    await clock.advance(60_000);
    expect(posts).toEqual([
      {
        at: 1_800,
        url: URL_OF_CALLER,
        body: { status: 'done', row_count: 0, rows: [] },
        state: 'RUNNING',
      },
    ]);
    expect(await state(CALLBACK, id)).toBe('COMPLETED');
  });

  test('also posts when the run fails', async () => {
    const { run, clock, posts } = createListener();
    await run({ Fail: true });
    await clock.advance(2_000);
    expect(posts).toMatchObject([{ body: { status: 'failed', message: 'Block "Report" failed' } }]);
  });

  test('posts for a lambda with the copy’s own URL', async () => {
    const { post, clock, posts, omniscope } = createListener();
    const updates = [{ name: 'Callback URL', value: 'https://hooks.example/2' }];
    await post(`${CALLBACK}/w/lambdaexecute`, {
      params: { updates },
      deleteExecutionOnFinish: true,
    });
    await clock.advance(2_000);
    expect(posts.map(({ url }) => url)).toEqual(['https://hooks.example/2']);
    expect(omniscope.jobs[0]?.callback).toBe('posted');
  });

  test('waits for its turn in the queue', async () => {
    const { run, start, clock, posts } = createListener({ parallelJobs: 1 });
    await start('/u/Sales/Monthly%20Report.iox/w/execute');
    await run();
    await clock.advance(10_000);
    expect(posts.map(({ at }) => at)).toEqual([1_500 + 1_800]);
  });

  test('posts nothing without a URL', async () => {
    const { run, clock, posts } = createListener();
    await run({ 'Callback URL': null });
    await clock.advance(10_000);
    expect(posts).toEqual([]);
  });

  test('posts nothing once its run was cancelled or broken off', async () => {
    const { run, clock, posts, omniscope } = createListener();
    await run();
    await clock.advance(1_000);
    await run({}, { cancelExisting: true });
    await clock.advance(1_000);
    omniscope.restart();
    await clock.advance(10_000);
    expect(posts).toEqual([]);
  });

  test('posts to every address in the parameter, and leaves other lines alone', async () => {
    const { run, clock, posts, omniscope } = createListener();
    const value = `${URL_OF_CALLER}\r\n not an address\n\nhttps://hooks.example/2?q=1 `;
    await run({ 'Callback URL': value });
    await clock.advance(2_000);
    expect(posts.map(({ url }) => url)).toEqual([URL_OF_CALLER, 'https://hooks.example/2?q=1']);
    expect(omniscope.project('Sales/Callback.iox')?.parameters).toContainEqual(
      expect.objectContaining({ name: 'Callback URL', value }),
    );
  });

  test('posts rows after a success, and the error after a failure', async () => {
    const { post, clock, posts } = createListener();
    const start = (...updates: { name: string; value: unknown }[]) =>
      post('/u/Sales/Top%20Customers.iox/w/execute', {
        params: { updates: [{ name: 'Callback URLs', value: URL_OF_CALLER }, ...updates] },
      });
    await start({ name: 'Count', value: 1 });
    await clock.advance(2_000);
    await start({ name: 'Fail', value: true });
    await clock.advance(2_000);
    const rows = [
      { Customer: 'Müller & Söhne', Region: 'North', Revenue: 120_400.5, Active: true },
    ];
    expect(posts.map(({ body }) => body)).toEqual([
      { status: 'done', row_count: 1, rows },
      { status: 'failed', message: 'Block "Rank customers": there is nothing to rank' },
    ]);
  });

  test('does not change the run when the post is refused', async () => {
    const { run, clock, state, omniscope } = createListener({ failing: true });
    const id = await run();
    await clock.advance(2_000);
    expect(await state(CALLBACK, id)).toBe('COMPLETED');
    expect(omniscope.jobs[0]?.callback).toBe('refused');
  });
});
