/**
 * The whole of it in virtual time: the app in the fast engine, the platform's rules, the embedded
 * server behind a plan of faults, its token endpoint. The app and its clock are made once for each
 * test file, since compiling the app costs more than a step; all else is new for each simulation.
 */
import { createApp } from '../../index.ts';
import { createFaultPlan, type FaultPlan, type FaultRule } from '../../sandbox/faults/plan.ts';
import { seededHex } from '../../sandbox/faults/seeded-random.ts';
import { type TriggeredFault, withFaults } from '../../sandbox/faults/with-faults.ts';
import { balanceNodes } from '../../sandbox/gateway/balancer.ts';
import type { Handler } from '../../sandbox/http/message.ts';
import type { Assumptions } from '../../sandbox/omniscope-server/assumptions.ts';
import type { ServerFixture } from '../../sandbox/omniscope-server/fixture.ts';
import { IssuedTokens, TOKEN_MARK } from '../../sandbox/omniscope-server/issued-tokens.ts';
import {
  createOmniscopeServer,
  type OmniscopeServer,
} from '../../sandbox/omniscope-server/omniscope-server.ts';
import { SAMPLE_FIXTURE } from '../../sandbox/omniscope-server/sample-fixture.ts';
import { type Cache, createCache } from '../../sandbox/zapier-emulator/cache.ts';
import type { Refreshing } from '../../sandbox/zapier-emulator/connection.ts';
import { createFastEngine } from '../../sandbox/zapier-emulator/fast-engine.ts';
import type { PlatformLimits } from '../../sandbox/zapier-emulator/limits.ts';
import type { ResumeRefresh } from '../../sandbox/zapier-emulator/operation-run.ts';
import {
  createVirtualClock,
  type VirtualClock,
} from '../../sandbox/zapier-emulator/virtual-clock.ts';
import { createPlatform, type Platform } from '../../sandbox/zapier-emulator/zapier-emulator.ts';
import type { Clock } from '../../src/omniscope/clock.ts';
import {
  recordStarts,
  recordStates,
  type StartResponse,
  type StateResponse,
} from './recorded-responses.ts';
import { SEED } from './seed.ts';
import { createTokenEndpoint, type TokenEndpoint, type TokenForm } from './token-endpoint.ts';

export interface SimulationOptions {
  /** The sample server's unless given. */
  readonly fixture?: ServerFixture;
  readonly assumptions?: Partial<Assumptions>;
  readonly parallelJobs?: number;
  readonly faults?: readonly FaultRule[];
  /** One way, for every request. */
  readonly latencyMs?: number;
  readonly token?: {
    readonly lifetimeMs: number;
    /** How long ago the connection's token was issued. */
    readonly ageMs?: number;
    readonly form?: TokenForm;
  };
  /** Of the server, behind a balancer with a sticky cookie; 1 unless given. */
  readonly nodes?: number;
  readonly rotates?: boolean;
  readonly refreshing?: Refreshing;
  readonly limits?: Partial<PlatformLimits>;
  readonly resumeRefresh?: ResumeRefresh;
  /** Hosts beside the server, by origin. */
  readonly elsewhere?: Readonly<Record<string, Handler>>;
  /** Puts something between the app and the server. */
  readonly aroundServer?: (server: Handler) => Handler;
  /** Puts something between the app and the cache. */
  readonly aroundCache?: (cache: Cache) => Pick<Cache, 'call'>;
}

export interface Simulation {
  readonly origin: string;
  readonly clock: VirtualClock;
  readonly platform: Platform;
  readonly omniscope: OmniscopeServer;
  readonly tokens: IssuedTokens;
  readonly tokenEndpoint: TokenEndpoint;
  readonly cache: Cache;
  readonly starts: readonly StartResponse[];
  readonly states: readonly StateResponse[];
  readonly faults: FaultPlan;
  readonly triggered: readonly TriggeredFault[];
  /** Texts that may turn up nowhere but on the wire to the server. */
  readonly secrets: () => readonly string[];
}

const CLIENT_SECRET = 'very-secret-client-value';
const HOUR_MS = 3_600_000;

/** @param clockOfApp puts something between the app and the clock */
export function createSimulator(clockOfApp: (clock: VirtualClock) => Clock = (clock) => clock) {
  const clock = createVirtualClock();
  const app = createApp({
    clock: clockOfApp(clock),
    randomHex: seededHex(SEED),
    environment: () => ({}),
  });
  const others = new Map<string, Handler>();
  const simulations = new Map<string, { handle: Handler; cache: Pick<Cache, 'call'> }>();
  const simulationCaches: Cache = {
    ...createCache(clock),
    call: async (method, parameters, owner) => {
      const simulation = simulations.get(owner.user);
      if (simulation === undefined) throw new Error('this simulation is over');
      return simulation.cache.call(method, parameters, owner);
    },
  };
  const engine = createFastEngine({
    app,
    cache: simulationCaches,
    network: (origin) =>
      others.get(origin) ?? simulations.get(new URL(origin).hostname.split('.')[0] ?? '')?.handle,
  });
  let count = 0;

  function open(options: SimulationOptions = {}): Simulation {
    count += 1;
    const name = `server${count}`;
    const origin = `https://${name}.example.com`;
    const { token = { lifetimeMs: HOUR_MS }, latencyMs = 0 } = options;
    const { lifetimeMs, ageMs = 0 } = token;
    const tokens = new IssuedTokens(clock);
    const tokenEndpoint = createTokenEndpoint({
      accessTokens: tokens,
      clientSecret: CLIENT_SECRET,
      lifetimeMs,
      rotates: options.rotates ?? false,
      ...(options.token?.form && { tokens: options.token.form }),
    });
    const omniscope = createOmniscopeServer({
      clock,
      random: () => (count % 0x10000) / 0x10000,
      verifyToken: tokens.verify,
      fixture: options.fixture ?? SAMPLE_FIXTURE,
      ...(options.assumptions && { assumptions: options.assumptions }),
      ...(options.parallelJobs !== undefined && { parallelJobs: options.parallelJobs }),
      post: (url, body) => platform.post(url, body),
    });
    const api = balanceNodes(omniscope.nodeHandler, options.nodes ?? 1);
    const faults = createFaultPlan(options.faults);
    const isForTokens = (url: string) => url.startsWith('/_api_/v1/integration/oauth/token/');
    const faulty = withFaults(
      (request) => (isForTokens(request.url) ? tokenEndpoint.handle(request) : api(request)),
      faults,
      { clock, omniscope, tokens },
    );
    const starts: StartResponse[] = [];
    const states: StateResponse[] = [];
    const recorded = recordStates(recordStarts(faulty, starts), states, clock);
    const handle = delayed(options.aroundServer?.(recorded) ?? recorded, clock, latencyMs);
    const cache = createCache(clock);
    for (const [origin, host] of Object.entries(options.elsewhere ?? {})) others.set(origin, host);
    simulations.set(name, { handle, cache: options.aroundCache?.(cache) ?? cache });

    const issuedAt = clock.now() - ageMs;
    const first = tokenEndpoint.issue(lifetimeMs - ageMs);
    const platform = createPlatform({
      engine,
      clock,
      owner: { user: name, auth: 'auth-1' },
      publicUrl: `https://hooks-of-${name}.example.com`,
      refreshing: options.refreshing ?? 'shared',
      ...(options.limits && { limits: options.limits }),
      ...(options.resumeRefresh && { resumeRefresh: options.resumeRefresh }),
      authData: {
        server_url: origin,
        integration_id: 'zapier',
        oauth_client_id: 'client-of-zapier',
        oauth_client_secret: CLIENT_SECRET,
        api_access: 'both',
        connection_id: 'connection-1',
        access_token: first.access,
        refresh_token: first.refresh,
        issued_at: new Date(issuedAt).toISOString(),
        expires_at: new Date(issuedAt + lifetimeMs).toISOString(),
      },
    });
    others.set(`https://hooks-of-${name}.example.com`, platform.handle);
    return {
      origin,
      clock,
      platform,
      omniscope,
      tokens,
      tokenEndpoint,
      cache,
      starts,
      states,
      faults,
      triggered: faulty.triggered,
      secrets: () => [TOKEN_MARK, CLIENT_SECRET, ...tokenEndpoint.refreshTokens],
    };
  }

  return { clock, engine, open };
}

function delayed(handler: Handler, clock: VirtualClock, ms: number): Handler {
  if (ms === 0) return handler;
  return async (request) => {
    await clock.sleep(ms);
    const outcome = await handler(request);
    await clock.sleep(ms);
    return outcome;
  };
}
