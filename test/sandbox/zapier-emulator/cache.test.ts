import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Cache } from '../../../sandbox/zapier-emulator/cache.ts';
import { createCache } from '../../../sandbox/zapier-emulator/cache.ts';
import {
  createVirtualClock,
  type VirtualClock,
} from '../../../sandbox/zapier-emulator/virtual-clock.ts';
import { engineNames, type Harness, startHarness } from './both-engines.ts';
import { createTinyApp } from './tiny-app.ts';

const alice = { user: 'alice', auth: 'office' };
const alicesOther = { user: 'alice', auth: 'home' };
const bob = { user: 'bob', auth: 'bobs' };

describe('the cache', () => {
  let clock: VirtualClock;
  let cache: Cache;
  beforeEach(() => {
    clock = createVirtualClock(0);
    cache = createCache(clock);
  });
  const set = (
    key: string,
    value: string,
    ttl: number | null = null,
    scope: string[] | null = null,
  ) => cache.call('zcache_set', [key, value, ttl, scope, null], alice);
  const get = (key: string, scope: string[] | null = null, owner = alice) =>
    cache.call('zcache_get', [key, scope], owner);

  test('keeps a value for its ttl in seconds and no longer', async () => {
    await set('a', '1', 60);
    await clock.sleep(59_999);
    expect(await get('a')).toBe('1');
    expect(cache.contents()).toEqual([{ key: 'a', value: '1' }]);
    await clock.sleep(1);
    expect(await get('a')).toBeNull();
    expect(cache.contents()).toEqual([]);
  });

  test('replaces a value', async () => {
    await set('a', '1');
    expect(await set('a', '2')).toBe(true);
    expect(await get('a')).toBe('2');
  });

  test('refuses a value that is larger than its limit, and keeps what is there', async () => {
    cache = createCache(clock, { mostValueBytes: 4 });
    await set('a', '"ü"');
    await expect(set('a', '"üü"')).rejects.toThrow('too large');
    expect(await get('a')).toBe('"ü"');
  });

  test('keeps a value without ttl', async () => {
    await set('a', '1');
    await clock.sleep(1e10);
    expect(await get('a')).toBe('1');
  });

  test('tells users and connections apart only where the scope says so', async () => {
    await set('a', 'everybody');
    await set('a', 'user', null, ['user']);
    await set('a', 'auth', null, ['auth']);
    const read = (owner: typeof alice) =>
      Promise.all([get('a', null, owner), get('a', ['user'], owner), get('a', ['auth'], owner)]);
    expect(await read(alice)).toEqual(['everybody', 'user', 'auth']);
    expect(await read(alicesOther)).toEqual(['everybody', 'user', null]);
    expect(await read(bob)).toEqual(['everybody', null, null]);
  });

  test('with nx keeps the first value until it has expired, and returns null', async () => {
    const claim = (value: string) => cache.call('zcache_set', ['a', value, 10, null, true], alice);
    expect(await claim('first')).toBe(true);
    expect(await claim('second')).toBeNull();
    expect(await get('a')).toBe('first');
    await clock.sleep(10_000);
    expect(await claim('third')).toBe(true);
  });

  test('tells whether a deletion found something', async () => {
    await set('a', '1');
    expect(await cache.call('zcache_delete', ['a', null], alice)).toBe(true);
    expect(await cache.call('zcache_delete', ['a', null], alice)).toBe(false);
  });

  test('fails from the n-th call on when told so', async () => {
    cache.behave('failing', { afterCalls: 2 });
    await set('a', '1');
    expect(await get('a')).toBe('1');
    await expect(get('a')).rejects.toThrow('not available');
    cache.behave('available');
    expect(await get('a')).toBe('1');
    expect(cache.calls).toBe(4);
  });

  test('forgets silently when told so', async () => {
    cache.behave('forgetting');
    expect(await set('a', '1')).toBe(true);
    expect(await get('a')).toBeNull();
  });
});

describe.each(engineNames)('z.cache in the %s engine', (name) => {
  const app = createTinyApp({
    use: async (z) =>
      [
        await z.cache.set('note', { job: 1 }, 60, ['auth'], true),
        await z.cache.set('note', { job: 2 }, 60, ['auth'], true),
        await z.cache.set('other', 'text'),
      ].length && {
        note: await Reflect.apply(z.cache.get, z.cache, ['note', ['auth']]),
        unscoped: await z.cache.get('note'),
        deleted: [await z.cache.delete('other'), await z.cache.delete('other')],
      },
    claim: async (z) => ({ claimed: await z.cache.set('claim', 1, 60, ['auth'], true) }),
    broken: async (z) => ({ set: await z.cache.set('a', { b: undefined }) }),
    caught: (z) => z.cache.get('note').then(String, (error: Error) => ({ error: error.message })),
    raced: async (z) =>
      Promise.race([z.cache.get('note'), Promise.resolve().then(() => ({ gave: 'up' }))]),
    wait: (z) => z.cache.get('note'),
  });
  let harness: Harness;
  beforeAll(async () => {
    harness = await startHarness();
  });
  afterAll(() => harness.close());
  const step = (script: string) => ({ key: 'creates.probe', inputData: { script } });

  test('keeps values between steps, by scope', async () => {
    const { platform, cache } = await harness.open(name, app);
    expect(await platform.runStep(step('use'))).toMatchObject({
      results: { note: { job: 1 }, unscoped: null, deleted: [true, false] },
    });
    expect(cache.contents()).toEqual([{ key: 'note', value: '{"job":1}' }]);
    expect(await platform.runStep(step('claim'))).toMatchObject({ results: { claimed: true } });
    expect(await platform.runStep(step('claim'))).toMatchObject({ results: { claimed: null } });
  });

  test('refuses undefined inside a value', async () => {
    const { platform } = await harness.open(name, app);
    expect(await platform.runStep(step('broken'))).toMatchObject({
      status: 'errored',
      name: 'TypeError',
    });
  });

  test('rejects when the cache fails', async () => {
    const { platform, cache } = await harness.open(name, app);
    cache.behave('failing');
    expect(await platform.runStep(step('caught'))).toMatchObject({
      results: { error: 'RPC request failed after 1 attempts: The cache is not available' },
    });
  });

  test('fails for every pending call when the engine is closed', async () => {
    const { platform, cache, events } = await harness.open(name, app, {
      limits: { performMs: 30 },
    });
    cache.behave('hanging');
    await platform.runStep(step('wait'));
    await platform.engine.close();
    const late = events.filter(({ type }) => type === 'ended-after-kill');
    expect(late).toHaveLength(name === 'core' ? 1 : 0);
  });

  test('never ends when the cache hangs', async () => {
    const { platform, cache } = await harness.open(name, app, { limits: { performMs: 50 } });
    cache.behave('hanging');
    expect(await platform.runStep(step('raced'))).toMatchObject({ results: { gave: 'up' } });
    expect((await platform.runStep(step('wait'))).status).toBe('killed');
  });
});
