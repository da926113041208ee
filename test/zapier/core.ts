/** Runs a few lines of ours with the `z` of Zapier's own core: real sockets, real errors. */
import type { Bundle, ZObject } from 'zapier-platform-core';
import { realClock } from '../../sandbox/clock.ts';
import { type Cache, type CacheOptions, createCache } from '../../sandbox/zapier-emulator/cache.ts';
import { startCoreEngine } from '../../sandbox/zapier-emulator/core-engine.ts';
import { createTinyApp } from '../sandbox/zapier-emulator/tiny-app.ts';

export interface Core {
  readonly cache: Cache;
  /**
   * What the script gives, untouched by the platform; what it throws is thrown.
   *
   * @param settings.verifySSL false as for a user who has switched certificate checks off
   */
  run<T>(
    script: (z: ZObject, bundle: Bundle) => Promise<T>,
    settings?: { verifySSL?: boolean },
  ): Promise<T>;
  /** What the core has sent to Zapier's logs, as one text. */
  logs(): string;
  close(): Promise<void>;
}

export async function startCore(cacheOptions: CacheOptions = {}): Promise<Core> {
  type Perform = (z: ZObject, bundle: Bundle) => Promise<void>;
  const performs: Perform[] = [];
  const app = createTinyApp({
    script: async (z, bundle) => {
      await performs[Number(bundle.inputData.run)]?.(z, bundle);
      return { id: '1' };
    },
  });
  const cache = createCache(realClock, cacheOptions);
  const engine = await startCoreEngine({ app, cache });
  return {
    cache,
    async run<T>(
      script: (z: ZObject, bundle: Bundle) => Promise<T>,
      settings: { verifySSL?: boolean } = {},
    ): Promise<T> {
      let settled: PromiseSettledResult<T> | undefined;
      const perform: Perform = async (z, bundle) => {
        [settled] = await Promise.allSettled([script(z, bundle)]);
      };
      const run = performs.push(perform) - 1;
      const method = 'creates.probe.operation.perform';
      const bundle = { inputData: { script: 'script', run }, authData: {}, meta: {} };
      const owner = { user: 'user', auth: 'connection' };
      await engine.execute({ method, bundle, owner, callbackUrl: '', ...settings }).end;
      if (settled === undefined) throw new Error('the script was not run');
      if (settled.status === 'rejected') throw settled.reason;
      return settled.value;
    },
    logs: () => JSON.stringify(engine.logs),
    close: engine.close,
  };
}
