/** The whole app on the whole sandbox: Zapier's own core, real sockets, a connected user. */
import { createApp } from '../../index.ts';
import { authFields } from '../../sandbox/auth-fields.ts';
import { loadCertificate } from '../../sandbox/certificate.ts';
import { type FileHost, startFileHost } from '../../sandbox/file-host.ts';
import { signIn } from '../../sandbox/headless-login/sign-in.ts';
import type { Handler } from '../../sandbox/http/message.ts';
import { startHttpsServer } from '../../sandbox/http/server.ts';
import type { RequestRecord } from '../../sandbox/omniscope-server/request-log.ts';
import type { JobView } from '../../sandbox/omniscope-server/views.ts';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../sandbox/start.ts';
import { type Cache, createCache } from '../../sandbox/zapier-emulator/cache.ts';
import { startCoreEngine } from '../../sandbox/zapier-emulator/core-engine.ts';
import type { Engine } from '../../sandbox/zapier-emulator/engine.ts';
import type { PlatformEvent } from '../../sandbox/zapier-emulator/events.ts';
import type { StepOutcome } from '../../sandbox/zapier-emulator/outcome.ts';
import { createPlatform, type Platform } from '../../sandbox/zapier-emulator/zapier-emulator.ts';
import type { Clock } from '../../src/omniscope/clock.ts';
import { FIXTURE } from './fixture.ts';
import { quickClock } from './quick-clock.ts';

export interface Harness {
  readonly sandbox: Sandbox;
  readonly files: FileHost;
  readonly cache: Cache;
  readonly engine: Engine;
  readonly platform: Platform;
  readonly events: PlatformEvent[];
  /** The app's and Zapier's; the server lives in real time. */
  readonly clock: Clock;
  /** The value that the server has for a project's parameter. */
  parameter(path: string, name: string): unknown;
  /** Runs a step of the connected user. */
  run(key: string, inputData: object, editorTest?: boolean): Promise<StepOutcome>;
  /** What the server was asked and which jobs it started while `work` ran. */
  during<T>(work: () => Promise<T>): Promise<{
    readonly value: T;
    readonly requests: readonly RequestRecord[];
    readonly jobs: readonly JobView[];
  }>;
  /** Zapier for another user, on the same engine. */
  connect(username: string, fields?: Readonly<Record<string, string>>): Promise<Platform>;
  close(): Promise<void>;
}

export interface HarnessOptions extends SandboxOptions {
  /** How many times faster than the server the app and Zapier live. */
  readonly speed?: number;
}

/** A short run is seen to end in a tenth of a second; a step has five seconds, enough on a busy machine. */
const DEFAULT_SPEED = 5;

export async function openHarness({
  speed = DEFAULT_SPEED,
  ...options
}: HarnessOptions = {}): Promise<Harness> {
  const certificate = await loadCertificate(process.env);
  const clock = quickClock(speed);
  const sandbox = await startSandbox({ fixture: FIXTURE, ...options });
  const files = await startFileHost(certificate);
  /** Each user's Zapier has its addresses in a folder of its own: `/0/callbacks/…`, `/1/hooks/…`. */
  const handlers: Handler[] = [];
  const hooks = await startHttpsServer({
    ...certificate,
    handler: async (request) =>
      handlers[Number(request.url.split('/')[1])]?.(request) ?? { kind: 'reset' },
  });
  const cache = createCache(clock);
  const environment = () => ({ OMNISCOPE_SANDBOX_ORIGIN: sandbox.origin });
  const engine = await startCoreEngine({ app: createApp({ clock, environment }), cache });
  const events: PlatformEvent[] = [];
  function newPlatform(): Platform {
    const number = handlers.length;
    const platform = createPlatform({
      engine,
      clock,
      owner: { user: `user-${number}`, auth: `auth-${number}` },
      publicUrl: `${hooks.origin}/${number}`,
      onEvent: (event) => events.push(event),
    });
    handlers.push(platform.handle);
    return platform;
  }

  async function connect(username: string, fields: Readonly<Record<string, string>> = {}) {
    const platform = newPlatform();
    const { redirectUri } = sandbox.connectionValues;
    const outcome = await platform.connect({
      fields: {
        ...authFields(sandbox.connectionValues),
        ...fields,
      },
      redirectUri,
      openBrowser: (url) => signIn(url, { username, password: `${username}-password` }),
    });
    if (outcome.status !== 'connected') throw new Error(JSON.stringify(outcome));
    return platform;
  }

  const close = async () => {
    await Promise.all([sandbox.close(), files.close(), hooks.close(), engine.close()]);
  };
  // Servers that stay open would keep the test runner from ending.
  const platform = await connect('alice').catch(async (error) => {
    await close();
    throw error;
  });

  return {
    sandbox,
    files,
    cache,
    engine,
    platform,
    events,
    clock,
    parameter: (path, name) =>
      sandbox.omniscope.project(path)?.parameters.find((one) => one.name === name)?.value,
    run: (key, inputData, editorTest = false) =>
      platform.runStep({ key, inputData: { ...inputData }, editorTest }),
    async during(work) {
      const { requests, jobs } = sandbox.omniscope;
      const [asked, started] = [requests.length, jobs.length];
      const value = await work();
      return {
        value,
        requests: sandbox.omniscope.requests.slice(asked),
        jobs: sandbox.omniscope.jobs.slice(started),
      };
    },
    connect,
    close,
  };
}

/** What a person reads of a step that did not succeed; '' for one that did. */
export function wordsOf(outcome: StepOutcome): string {
  return 'message' in outcome ? outcome.message : '';
}

/** Field by field, whatever it is. */
export function resultsOf(outcome: StepOutcome): Readonly<Record<string, unknown>> {
  return 'results' in outcome ? Object(outcome.results) : {};
}
