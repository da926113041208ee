/** The tiny app on each engine, at the same origin, for rules that hold on both. */
import { readFileSync } from 'node:fs';
import { type Clock, realClock } from '../../../sandbox/clock.ts';
import { type HttpsServer, startHttpsServer } from '../../../sandbox/http/server.ts';
import { type Cache, createCache } from '../../../sandbox/zapier-emulator/cache.ts';
import { startCoreEngine } from '../../../sandbox/zapier-emulator/core-engine.ts';
import type { PlatformEvent } from '../../../sandbox/zapier-emulator/events.ts';
import { createFastEngine } from '../../../sandbox/zapier-emulator/fast-engine.ts';
import { createVirtualClock } from '../../../sandbox/zapier-emulator/virtual-clock.ts';
import {
  createPlatform,
  type Platform,
  type PlatformOptions,
} from '../../../sandbox/zapier-emulator/zapier-emulator.ts';
import { createTinyServer, type TinyServer } from './tiny-server.ts';

export type EngineName = 'core' | 'fast';
export const engineNames: readonly EngineName[] = ['core', 'fast'];

export interface Fixture {
  readonly platform: Platform;
  readonly server: TinyServer;
  readonly cache: Cache;
  readonly clock: Clock;
  readonly events: PlatformEvent[];
  readonly origin: string;
}

/** Serves the tiny server of the newest fixture; started once, since TLS takes its time. */
export interface Harness {
  open(
    name: EngineName,
    app: object,
    options?: Omit<PlatformOptions, 'engine' | 'clock'>,
  ): Promise<Fixture>;
  close(): Promise<void>;
}

export function readCertificate() {
  return {
    cert: readFileSync(String(process.env.SANDBOX_CERTIFICATE)),
    key: readFileSync(String(process.env.SANDBOX_KEY)),
  };
}

export async function startHarness(): Promise<Harness> {
  let server = createTinyServer();
  const https: HttpsServer = await startHttpsServer({
    ...readCertificate(),
    handler: (request) => server.handle(request),
  });
  const origins = [https.origin, `https://127.0.0.1:${https.port}`];
  const closing: (() => Promise<void>)[] = [];

  return {
    async open(name, app, options = {}) {
      server = createTinyServer();
      const { handle } = server;
      const clock = name === 'core' ? realClock : createVirtualClock();
      const cache = createCache(clock);
      const engine =
        name === 'core'
          ? await startCoreEngine({ app, cache })
          : createFastEngine({
              app,
              cache,
              network: (origin) => (origins.includes(origin) ? handle : undefined),
            });
      closing.push(engine.close);
      const events: PlatformEvent[] = [];
      const platform = createPlatform({
        engine,
        clock,
        authData: { server: https.origin, access_token: 'good', refresh_token: 'first' },
        onEvent: (event) => events.push(event),
        ...options,
      });
      return { platform, server, cache, clock, events, origin: https.origin };
    },
    async close() {
      // First, so that what still waits for an answer ends.
      await https.close();
      await Promise.all(closing.map((close) => close()));
    },
  };
}
