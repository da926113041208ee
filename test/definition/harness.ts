/** The app before the embedded server, in virtual time and without sockets: a thousand steps a second. */
import { createApp } from '../../index.ts';
import type { Handler } from '../../sandbox/http/message.ts';
import type { ServerFixture } from '../../sandbox/omniscope-server/fixture.ts';
import {
  createOmniscopeServer,
  type OmniscopeServer,
} from '../../sandbox/omniscope-server/omniscope-server.ts';
import { ANALYSTS, SAMPLE_FIXTURE } from '../../sandbox/omniscope-server/sample-fixture.ts';
import { createCache } from '../../sandbox/zapier-emulator/cache.ts';
import type { Engine } from '../../sandbox/zapier-emulator/engine.ts';
import { createFastEngine } from '../../sandbox/zapier-emulator/fast-engine.ts';
import { createVirtualClock } from '../../sandbox/zapier-emulator/virtual-clock.ts';
import { createPlatform, type Platform } from '../../sandbox/zapier-emulator/zapier-emulator.ts';

export const ORIGIN = 'https://omniscope.example.com';

export interface Stage {
  readonly platform: Platform;
  readonly engine: Engine;
  readonly omniscope: OmniscopeServer;
}

/** @param around puts something between the app and the server */
export function createStage(
  fixture: ServerFixture = SAMPLE_FIXTURE,
  around: (server: Handler) => Handler = (server) => server,
): Stage {
  const clock = createVirtualClock();
  const omniscope = createOmniscopeServer({
    fixture,
    clock,
    random: () => 0.5,
    verifyToken: () => ({
      ok: true,
      user: 'alice',
      groups: [ANALYSTS],
      scopes: ['workflowapi:execute', 'projectapi:execute'],
    }),
  });
  const handle = around(omniscope.handle);
  const engine = createFastEngine({
    app: createApp({ clock, environment: () => ({}) }),
    cache: createCache(clock),
    network: (origin) => (origin === ORIGIN ? handle : undefined),
  });
  const authData = { server_url: ORIGIN, integration_id: 'zapier', access_token: 'good' };
  return { platform: createPlatform({ engine, clock, authData }), engine, omniscope };
}
