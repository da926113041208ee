import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Request } from '../../../sandbox/http/message.ts';
import { type HttpsServer, startHttpsServer } from '../../../sandbox/http/server.ts';
import type { Platform } from '../../../sandbox/zapier-emulator/zapier-emulator.ts';
import { engineNames, type Harness, readCertificate, startHarness } from './both-engines.ts';
import { createTinyApp, get } from './tiny-app.ts';

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

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.close());

const key = 'triggers.posted';
const on = (zap: string, script = 'items') => ({
  key,
  zap,
  inputData: { script, count: '2 of 3' },
});

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
