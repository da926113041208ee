import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Request } from '../../../sandbox/http/message.ts';
import { type HttpsServer, startHttpsServer } from '../../../sandbox/http/server.ts';
import type { Platform } from '../../../sandbox/zapier-emulator/zapier-emulator.ts';
import { engineNames, type Harness, readCertificate, startHarness } from './both-engines.ts';
import { createTinyApp, get } from './tiny-app.ts';

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.close());

describe.each(engineNames)('a polling trigger in the %s engine', (name) => {
  async function open() {
    const world: { items: { id: string }[]; metas: string[] } = { items: [], metas: [] };
    const app = createTinyApp({
      list: (_, { meta }) => {
        world.metas.push(`${meta.isPopulatingDedupe} ${meta.isFillingDynamicDropdown}`);
        return world.items;
      },
      fail: (z) => {
        throw new z.errors.Error('It broke.');
      },
    });
    const { platform } = await harness.open(name, app);
    return { world, platform };
  }
  const request = { key: 'triggers.change', inputData: { script: 'list' } };

  test('remembers what there is at the first poll of a Zap and triggers for what is new', async () => {
    const { world, platform } = await open();
    const poll = async (zap: string) =>
      (await platform.pollTrigger({ ...request, zap })).fresh.map(({ id }) => id);
    world.items = [{ id: 'a' }];
    expect(await poll('one')).toEqual([]);
    world.items = [{ id: 'b' }, { id: 'a' }];
    expect(await poll('one')).toEqual(['b']);
    expect(await poll('one')).toEqual([]);
    // Another Zap on the same connection has a memory of its own.
    expect(await poll('two')).toEqual([]);
    world.items = [{ id: 'c' }];
    expect(await poll('two')).toEqual(['c']);
    expect(await poll('one')).toEqual(['c']);
    world.items = [{ id: 'a' }];
    expect(await poll('one')).toEqual([]);
    // Of each poll: whether it only remembers, and whether it is for a dropdown.
    const [first, later] = ['true false', 'false false'];
    expect(world.metas).toEqual([first, later, later, first, later, later, later]);
  });

  test('triggers for 100 new items of one poll at most and holds the rest', async () => {
    const { world, platform } = await open();
    const poll = () => platform.pollTrigger({ ...request, zap: 'one' });
    await poll();
    world.items = Array.from({ length: 101 }, (_, index) => ({ id: String(index) }));
    expect(await poll()).toMatchObject({ fresh: { length: 100 }, held: [{ id: '100' }] });
    expect(await poll()).toMatchObject({ fresh: [], held: [] });
  });

  test('remembers nothing of a poll that failed', async () => {
    const { world, platform } = await open();
    const failing = { ...request, inputData: { script: 'fail' }, zap: 'one' };
    expect(await platform.pollTrigger(failing)).toMatchObject({ status: 'errored', fresh: [] });
    world.items = [{ id: 'a' }];
    expect((await platform.pollTrigger({ ...request, zap: 'one' })).fresh).toEqual([]);
    expect(world.metas).toEqual(['true false']);
  });

  test('feeds a dropdown', async () => {
    const { world, platform } = await open();
    world.items = [{ id: 'a' }];
    expect(await platform.fillDropdown(request)).toMatchObject({ results: [{ id: 'a' }] });
    expect(world.metas).toEqual(['false true']);
  });

  test('must give items with an id', async () => {
    const { world, platform } = await open();
    world.items = [JSON.parse('{"name":"no id"}')];
    const outcome = platform.pollTrigger({ ...request, zap: 'one' });
    expect(await outcome).toMatchObject({ status: 'errored', name: 'CheckError' });
  });
});

const app = createTinyApp({
  items: (_, { cleanedRequest }) =>
    Array.isArray(cleanedRequest) ? cleanedRequest : [cleanedRequest],
  cleaned: (_, { cleanedRequest }) => [{ id: 1, cleanedRequest }],
  raw: (_, { rawRequest, inputData, meta }) => [{ rawRequest, inputData, meta }],
  fail: (z) => {
    throw new z.errors.Error('It broke.');
  },
  read: async (z, bundle) => [await get('/thing')(z, bundle)],
});

const key = 'triggers.posted';
const on = (zap: string, script = 'items') => {
  return { key, zap, inputData: { script, count: '2 of 3' } };
};

function requestTo(url: string | undefined, text: string, contentType?: string): Request {
  const { pathname, search } = new URL(String(url));
  const headers: Record<string, string> = contentType ? { 'content-type': contentType } : {};
  return { method: 'POST', url: `${pathname}${search}`, headers, body: Buffer.from(text) };
}

async function post(platform: Platform, zap: string, text: string, contentType?: string) {
  const url = platform.hooks.addressOf(zap);
  await platform.handle(requestTo(url, text, contentType));
  await platform.hooks.settled();
}

describe.each(engineNames)('a REST hook trigger in the %s engine', (name) => {
  test('subscribes with the address of its Zap, and unsubscribes with what that returned', async () => {
    const { platform, server } = await harness.open(name, app);
    expect(await platform.hooks.turnOn(on('one'))).toMatchObject({ status: 'success' });
    const targetUrl = platform.hooks.addressOf('one');
    expect(targetUrl).toMatch(
      /^https:\/\/hooks\.zapier\.example\/hooks\/standard\/[-0-9a-f]{36}\/$/,
    );
    expect(await platform.hooks.turnOff('one')).toMatchObject({ status: 'success' });
    expect(server.seen.map(({ path, body }) => [path, JSON.parse(body)])).toEqual([
      ['/subscribe', { inputData: { script: 'items', count: 2 }, targetUrl }],
      ['/unsubscribe', { subscribeData: { id: '/subscribe', user: 'alice' }, targetUrl }],
    ]);
    expect(platform.hooks.turnOff('one')).toBeUndefined();
  });

  test('refreshes an expired token and subscribes again, to the same address', async () => {
    const { platform, server } = await harness.open(name, app);
    server.tokens.delete('good');
    expect(await platform.hooks.turnOn(on('one'))).toMatchObject({ status: 'success' });
    const bodies = server.seen.filter(({ path }) => path === '/subscribe').map(({ body }) => body);
    expect(bodies).toHaveLength(2);
    expect(new Set(bodies).size).toBe(1);
  });

  test('does not turn a Zap on that cannot subscribe', async () => {
    const { platform, server } = await harness.open(name, app);
    server.tokens.clear();
    server.tokenStatus = 400;
    expect(await platform.hooks.turnOn(on('one'))).toMatchObject({ status: 'reconnect' });
    expect(platform.hooks.addressOf('one')).toBeUndefined();
  });

  test('triggers the Zap that was posted to, for every item, seen before or not', async () => {
    const { platform } = await harness.open(name, app);
    await platform.hooks.turnOn(on('one'));
    await platform.hooks.turnOn(on('two'));
    await platform.post(String(platform.hooks.addressOf('one')), { a: 1 });
    await platform.hooks.settled();
    await post(platform, 'two', '[{"a":1},{"a":1}]');
    await post(platform, 'one', '{"a":1}');
    await post(platform, 'two', '[]');
    expect(platform.hooks.runs.map(({ zap, items }) => [zap, items])).toEqual([
      ['one', [{ a: 1 }]],
      ['two', [{ a: 1 }, { a: 1 }]],
      ['one', [{ a: 1 }]],
      ['two', []],
    ]);
  });

  test.each([
    ['JSON of any content type', '{"a":[1]}', 'text/plain', { a: [1] }],
    ['null', 'null', 'application/json', null],
    [
      'a form',
      'a=1&b=x+y',
      'application/x-www-form-urlencoded; charset=utf-8',
      { a: '1', b: 'x y' },
    ],
    ['text', 'job done', 'text/plain', { querystring: {}, content: 'job done' }],
    ['broken JSON', '{"a":', 'application/json', { querystring: {}, content: '{"a":' }],
    ['an empty body', '', undefined, { querystring: {} }],
  ])('reads %s as `cleanedRequest`', async (_, text, contentType, expected) => {
    const { platform } = await harness.open(name, app);
    await platform.hooks.turnOn(on('one', 'cleaned'));
    await post(platform, 'one', text, contentType);
    expect(platform.hooks.runs[0]?.items).toEqual([{ id: 1, cleanedRequest: expected }]);
  });

  test('gives perform the raw request beside the input of the Zap', async () => {
    const { platform } = await harness.open(name, app);
    await platform.hooks.turnOn(on('one', 'raw'));
    await post(platform, 'one', 'job done', 'text/plain');
    expect(platform.hooks.runs[0]?.items).toMatchObject([
      {
        rawRequest: {
          method: 'POST',
          content: 'job done',
          headers: { 'content-type': 'text/plain' },
        },
        inputData: { script: 'raw', count: 2 },
        meta: { isLoadingSample: false },
      },
    ]);
  });

  test('rejects posts to a Zap that was turned off with 410, and runs nothing', async () => {
    const { platform } = await harness.open(name, app);
    await platform.hooks.turnOn(on('one'));
    const url = platform.hooks.addressOf('one');
    await platform.hooks.turnOff('one');
    await expect(platform.post(String(url), {})).rejects.toThrow('410');
    expect(platform.hooks.runs).toEqual([]);
  });

  test('records a perform that fails, without items', async () => {
    const { platform } = await harness.open(name, app);
    await platform.hooks.turnOn(on('one', 'fail'));
    await post(platform, 'one', '{}');
    expect(platform.hooks.runs).toMatchObject([{ outcome: { status: 'errored' }, items: [] }]);
  });

  test('lists samples for the editor', async () => {
    const { platform } = await harness.open(name, app);
    const outcome = await platform.listSamples({ key, inputData: { script: 'read' } });
    expect(outcome).toMatchObject({ status: 'success', results: [{ id: '/thing' }] });
  });
});

describe('the address of a hook', () => {
  let https: HttpsServer;
  let platform: Platform;
  beforeAll(async () => {
    https = await startHttpsServer({
      ...readCertificate(),
      handler: (request) => platform.handle(request),
    });
    ({ platform } = await harness.open('core', app, { publicUrl: https.origin }));
  });
  afterAll(() => https.close());

  test('takes posts over HTTPS', async () => {
    await platform.hooks.turnOn(on('one'));
    const url = String(platform.hooks.addressOf('one'));
    const response = await fetch(url, { method: 'POST', body: '[{"a":1}]' });
    expect(response.status).toBe(200);
    await platform.hooks.settled();
    expect(platform.hooks.runs).toMatchObject([{ zap: 'one', items: [{ a: 1 }] }]);
    expect((await fetch(url)).status).toBe(405);
  });

  test('refuses more than 10 MB with 413', async () => {
    await platform.hooks.turnOn(on('two'));
    const url = platform.hooks.addressOf('two');
    const request = requestTo(url, 'x'.repeat(10_000_001));
    expect(await platform.handle(request)).toMatchObject({ reply: { status: 413 } });
  });
});
