/** Caches that fail in ways that the platform's stand-in does not: put between it and the app. */
import type { Clock } from '../../sandbox/clock.ts';
import type { Cache } from '../../sandbox/zapier-emulator/cache.ts';

export type Around = (cache: Cache) => Pick<Cache, 'call'>;

/**
 * Every call is made twice and the second answer counts: what happens when the first one's is lost,
 * since the core tries again (fact, core 19.1.0).
 */
export const repeating: Around = (cache) => ({
  async call(...given) {
    await cache.call(...given);
    return cache.call(...given);
  },
});

/** Every answer takes so long. */
export const slow =
  (clock: Clock, ms: number): Around =>
  (cache) => ({
    async call(...given) {
      await clock.sleep(ms);
      return cache.call(...given);
    },
  });

/** From one call to another, both included: what is asked is done, and the answer is lost. */
export const losingAnswers =
  (first: number, last = Number.POSITIVE_INFINITY): Around =>
  (cache) => ({
    async call(...given) {
      const number = cache.calls + 1;
      const answer = await cache.call(...given);
      if (number >= first && number <= last) throw new Error('The answer is lost');
      return answer;
    },
  });
