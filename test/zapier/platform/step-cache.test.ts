import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { realClock } from '../../../sandbox/clock.ts';
import { createVirtualClock } from '../../../sandbox/zapier-emulator/virtual-clock.ts';
import {
  CacheUnavailableError,
  CacheValueTooLargeError,
  createStepCache,
  type StepCache,
  stableHash,
} from '../../../src/zapier/platform/step-cache.ts';
import { type Core, startCore } from '../core.ts';

let core: Core;
beforeAll(async () => {
  core = await startCore();
});
afterEach(() => core.cache.behave('available'));
afterAll(() => core.close());

const remember = <T>(use: (memory: StepCache) => Promise<T>, clock = realClock) =>
  core.run((z) => use(createStepCache(z, clock)));

test('keeps values of JSON, and forgets what it is told to forget', async () => {
  const value = { a: [1, null, 'ü'], b: { c: false } };
  await remember(async (memory) => {
    await memory.set('key', value, 60);
    expect(await memory.get('key')).toEqual(value);
    await memory.delete('key');
    expect((await memory.get('key')) ?? null).toBeNull();
  });
});

test('gives a key that is claimed to one alone', async () => {
  const claims = await remember((memory) =>
    Promise.all(['first', 'second', 'third'].map((mine) => memory.acquire('claimed', mine, 60))),
  );
  expect(claims.filter(Boolean)).toHaveLength(1);
  expect(await remember((memory) => memory.acquire('claimed', 'fourth', 60))).toBe(false);
});

test('adds a key that is not there, and tells whether it was', async () => {
  expect(await remember((memory) => memory.setIfAbsent('added', 'first', 60))).toBe(true);
  expect(await remember((memory) => memory.setIfAbsent('added', 'second', 60))).toBe(false);
  expect(await remember((memory) => memory.get('added'))).toBe('first');
});

test('differs from a cache that responds with nothing', async () => {
  core.cache.behave('failing');
  for (const use of [
    (memory: StepCache) => memory.get('key'),
    (memory: StepCache) => memory.set('key', 1, 60),
    (memory: StepCache) => memory.acquire('key', 1, 60),
    (memory: StepCache) => memory.delete('key'),
  ]) {
    await expect(remember(use)).rejects.toThrow(CacheUnavailableError);
  }
});

test('tells a value that is refused as too large from a cache that fails', async () => {
  const small = await startCore({ mostValueBytes: 10 });
  const set = (value: string) =>
    small.run((z) => createStepCache(z, realClock).set('key', value, 60));
  await expect(set('x'.repeat(20))).rejects.toThrow(CacheValueTooLargeError);
  await expect(set('short')).resolves.toBeUndefined();
  small.cache.behave('failing');
  await expect(set('x'.repeat(20))).rejects.not.toThrow(CacheValueTooLargeError);
  await small.close();
});

test('is not waited for without end', async () => {
  core.cache.behave('hanging');
  const clock = createVirtualClock();
  const begun = clock.now();
  await expect(remember((memory) => memory.get('key'), clock)).rejects.toThrow(
    CacheUnavailableError,
  );
  expect(clock.now() - begun).toBeLessThanOrEqual(5_000);
});

test('is not waited for beyond a step’s end', async () => {
  core.cache.behave('hanging');
  const clock = createVirtualClock();
  const begun = clock.now();
  const late = core.run((z) => createStepCache(z, clock, begun + 100).get('key'));
  await expect(late).rejects.toThrow(CacheUnavailableError);
  expect(clock.now() - begun).toBe(100);
  const tooLate = core.run((z) => createStepCache(z, clock, begun).get('key'));
  await expect(tooLate).rejects.toThrow(CacheUnavailableError);
});

test('has keys that depend on all of a value, not on the order of its parts, and show nothing', () => {
  expect(stableHash({ a: 1, b: { c: 2, d: 3 } })).toBe(stableHash({ b: { d: 3, c: 2 }, a: 1 }));
  expect(stableHash({ a: [1, 2] })).not.toBe(stableHash({ a: [2, 1] }));
  expect(stableHash({ a: '1' })).not.toBe(stableHash({ a: 1 }));
  expect(stableHash({ token: 'secret' })).toMatch(/^[0-9a-f]{32}$/);
});
