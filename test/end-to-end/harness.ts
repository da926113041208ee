/** The whole app on the whole sandbox: Zapier's own core, real sockets, connected users, a host of files. */
import { loadCertificate } from '../../sandbox/certificate.ts';
import { type FileHost, startFileHost } from '../../sandbox/file-host.ts';
import type { Handler } from '../../sandbox/http/message.ts';
import { startHttpsServer } from '../../sandbox/http/server.ts';
import type { OmniscopeServer } from '../../sandbox/omniscope-server/omniscope-server.ts';
import type { RequestRecord } from '../../sandbox/omniscope-server/request-log.ts';
import type { JobView } from '../../sandbox/omniscope-server/views.ts';
import type { SandboxOptions } from '../../sandbox/start.ts';
import type { PlatformEvent } from '../../sandbox/zapier-emulator/events.ts';
import type { StepOutcome } from '../../sandbox/zapier-emulator/outcome.ts';
import type { Platform } from '../../sandbox/zapier-emulator/zapier-emulator.ts';
import { type AppOverSockets, startApp } from '../harness/over-sockets.ts';
import { quickClock } from '../harness/quick-clock.ts';
import { createSimulator, type Simulation, type SimulationOptions } from '../harness/simulator.ts';
import { FIXTURE } from './fixture.ts';

/** Steps of one user on one server, and what the server saw of them. */
export interface Steps {
  readonly platform: Platform;
  readonly omniscope: OmniscopeServer;
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
}

export interface Harness
  extends Steps,
    Omit<AppOverSockets, 'newPlatform' | 'connect' | 'platform'> {
  readonly files: FileHost;
  readonly events: PlatformEvent[];
  /** Zapier for another user, on the same engine. */
  connect(username: string, fields?: Readonly<Record<string, string>>): Promise<Platform>;
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
  const app = await startApp({ clock: quickClock(speed), fixture: FIXTURE, ...options });
  const { sandbox } = app;
  const files = await startFileHost(certificate);
  /** Each user's Zapier has its addresses in a folder of its own: `/0/callbacks/…`, `/1/hooks/…`. */
  const handlers: Handler[] = [];
  const hooks = await startHttpsServer({
    ...certificate,
    handler: async (request) =>
      handlers[Number(request.url.split('/')[1])]?.(request) ?? { kind: 'reset' },
  });
  const events: PlatformEvent[] = [];

  async function connect(username: string, fields: Readonly<Record<string, string>> = {}) {
    const number = handlers.length;
    const platform = app.newPlatform({
      owner: { user: `user-${number}`, auth: `auth-${number}` },
      publicUrl: `${hooks.origin}/${number}`,
      onEvent: (event) => events.push(event),
    });
    handlers.push(platform.handle);
    const outcome = await app.connect({ platform, username, fields });
    if (outcome.status !== 'connected') throw new Error(JSON.stringify(outcome));
    return platform;
  }

  const close = async () => {
    await Promise.all([app.close(), files.close(), hooks.close()]);
  };
  // Servers that stay open would keep the test runner from ending.
  const platform = await connect('alice').catch(async (error) => {
    await close();
    throw error;
  });

  return {
    ...app,
    files,
    events,
    ...stepsOn(platform, sandbox.omniscope),
    connect,
    close,
  };
}

/** The same in virtual time, where nothing is about sockets: the fast engine, with a user who is connected. */
export function simulate(options: SimulationOptions = {}): Steps & Simulation {
  const simulation = createSimulator().open({ fixture: FIXTURE, ...options });
  return { ...simulation, ...stepsOn(simulation.platform, simulation.omniscope) };
}

function stepsOn(platform: Platform, omniscope: OmniscopeServer): Steps {
  return {
    platform,
    omniscope,
    parameter: (path, name) =>
      omniscope.project(path)?.parameters.find((one) => one.name === name)?.value,
    run: (key, inputData, editorTest = false) =>
      platform.runStep({ key, inputData: { ...inputData }, editorTest }),
    async during(work) {
      const [asked, started] = [omniscope.requests.length, omniscope.jobs.length];
      const value = await work();
      return {
        value,
        requests: omniscope.requests.slice(asked),
        jobs: omniscope.jobs.slice(started),
      };
    },
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
