/** Zapier, as far as the demo needs it: its own code and its rules, with a log of what happens. */
import { createApp } from '../index.ts';
import { createCache } from '../sandbox/zapier-emulator/cache.ts';
import { startCoreEngine } from '../sandbox/zapier-emulator/core-engine.ts';
import {
  createPlatform,
  type Platform,
  type PlatformOptions,
} from '../sandbox/zapier-emulator/zapier-emulator.ts';
import { systemClock } from '../src/omniscope/clock.ts';
import type { Runtime } from '../src/zapier/platform/runtime.ts';
import { showEvents, showExchanges } from './event-log.ts';
import type { Reporter } from './reporter.ts';
import { watchWire } from './wire.ts';

export interface Zapier {
  readonly platform: Platform;
  /** The keys of the operations that have run: `creates.execute_workflow`, … */
  readonly shown: ReadonlySet<string>;
  close(): Promise<void>;
}

/** @param serverUrl requests to its host are shown as they are answered. */
export async function startZapier(
  reporter: Reporter,
  serverUrl: string,
  environment: Runtime['environment'],
  options: Pick<PlatformOptions, 'authData' | 'publicUrl'>,
): Promise<Zapier> {
  const app = createApp({ environment });
  const engine = await startCoreEngine({ app, cache: createCache(systemClock) });
  const show = showEvents(reporter);
  const shown = new Set<string>();
  const platform = createPlatform({
    ...options,
    engine,
    clock: systemClock,
    onEvent(event) {
      shown.add(event.step);
      show(event);
    },
  });
  const { host } = new URL(serverUrl);
  const endWatch = watchWire(host, showExchanges(reporter, systemClock.now));
  return {
    platform,
    shown,
    async close() {
      endWatch();
      await engine.close();
    },
  };
}
