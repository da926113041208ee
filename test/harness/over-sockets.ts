/** The app over real sockets: Zapier's own core in front of a sandbox, and users who log in. */
import { createApp } from '../../index.ts';
import { authFields } from '../../sandbox/auth-fields.ts';
import { type Credentials, signIn } from '../../sandbox/headless-login/sign-in.ts';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../sandbox/start.ts';
import { type Cache, createCache } from '../../sandbox/zapier-emulator/cache.ts';
import { startCoreEngine } from '../../sandbox/zapier-emulator/core-engine.ts';
import type { Engine } from '../../sandbox/zapier-emulator/engine.ts';
import type { ConnectOutcome } from '../../sandbox/zapier-emulator/oauth-connect.ts';
import {
  createPlatform,
  type Platform,
  type PlatformOptions,
} from '../../sandbox/zapier-emulator/zapier-emulator.ts';
import { type Clock, systemClock } from '../../src/omniscope/clock.ts';

export interface AppOverSockets {
  readonly sandbox: Sandbox;
  readonly cache: Cache;
  readonly engine: Engine;
  /** The app's and Zapier's; the server lives in real time. */
  readonly clock: Clock;
  /** Of the first user. */
  readonly platform: Platform;
  newPlatform(options?: Omit<PlatformOptions, 'engine' | 'clock'>): Platform;
  connect(options?: ConnectOptions): Promise<ConnectOutcome>;
  close(): Promise<void>;
}

export interface ConnectOptions {
  /** The first user's unless given. */
  readonly platform?: Platform;
  readonly username?: string;
  readonly deny?: Credentials['deny'];
  /** On top of what the administrator gave. */
  readonly fields?: Readonly<Record<string, string>>;
  /** @returns where the browser ends up; a login without a browser unless given */
  readonly openBrowser?: (authorizeUrl: string) => Promise<string>;
  /** Done after the user has come back, and before Zapier asks for tokens. */
  readonly meanwhile?: () => void;
}

export interface AppOptions extends SandboxOptions {
  readonly clock?: Clock;
}

export async function startApp({
  clock = systemClock,
  ...options
}: AppOptions = {}): Promise<AppOverSockets> {
  const sandbox = await startSandbox(options);
  const cache = createCache(clock);
  const environment = () => ({ OMNISCOPE_SANDBOX_ORIGIN: sandbox.origin });
  const engine = await startCoreEngine({ app: createApp({ clock, environment }), cache });
  const newPlatform: AppOverSockets['newPlatform'] = (more) =>
    createPlatform({ engine, clock, ...more });
  const first = newPlatform();
  const { redirectUri, users } = sandbox.connectionValues;

  return {
    sandbox,
    cache,
    engine,
    clock,
    platform: first,
    newPlatform,
    connect({ platform = first, username = 'alice', fields = {}, ...options } = {}) {
      const { deny, openBrowser, meanwhile = () => {} } = options;
      const password = users.find((user) => user.username === username)?.password ?? '';
      const logIn = (url: string) => signIn(url, { username, password, ...(deny && { deny }) });
      return platform.connect({
        fields: { ...authFields(sandbox.connectionValues), ...fields },
        redirectUri,
        async openBrowser(url) {
          const back = await (openBrowser ?? logIn)(url);
          meanwhile();
          return back;
        },
      });
    },
    async close() {
      await Promise.all([sandbox.close(), engine.close()]);
    },
  };
}
