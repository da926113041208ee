/**
 * The app on a virtual clock: steps through the core's own pipeline, against the sandbox's Omniscope in
 * the same process. Its times are those of the schedule alone, exact and the same in every run.
 */
import { createApp } from '../index.ts';
import { seededHex } from '../sandbox/faults/seeded-random.ts';
import { IssuedTokens } from '../sandbox/omniscope-server/issued-tokens.ts';
import { createOmniscopeServer } from '../sandbox/omniscope-server/omniscope-server.ts';
import { createCache } from '../sandbox/zapier-emulator/cache.ts';
import { createFastEngine } from '../sandbox/zapier-emulator/fast-engine.ts';
import type { StepOutcome } from '../sandbox/zapier-emulator/outcome.ts';
import { createVirtualClock } from '../sandbox/zapier-emulator/virtual-clock.ts';
import { createPlatform } from '../sandbox/zapier-emulator/zapier-emulator.ts';
import { BENCH_WORLD } from './world.ts';

const SERVER = 'https://omniscope.example.com';
const MONTH_MS = 30 * 24 * 60 * 60_000;
/** What a run starts with: past the minutes in which a start searches for an earlier attempt's record. */
const TOKEN_AGE_MS = 10 * 60_000;

/** @param seed of what the app draws by chance */
export function createSimulation(seed = 1) {
  const clock = createVirtualClock();
  const tokens = new IssuedTokens(clock);
  const omniscope = createOmniscopeServer({
    clock,
    random: () => 0.5,
    verifyToken: tokens.verify,
    fixture: BENCH_WORLD,
    parallelJobs: 5_000,
  });
  const app = createApp({ clock, randomHex: seededHex(seed), environment: () => ({}) });
  const cache = createCache(clock);
  const network = (origin: string) => (origin === SERVER ? omniscope.handle : undefined);
  const engine = createFastEngine({ app, cache, network });
  const platform = createPlatform({
    engine,
    clock,
    authData: {
      server_url: SERVER,
      integration_id: 'zapier',
      access_token: tokens.issue({ user: 'alice', lifetimeMs: MONTH_MS }),
      issued_at: new Date(clock.now() - TOKEN_AGE_MS).toISOString(),
    },
  });
  return { clock, omniscope, platform };
}

export type Simulation = ReturnType<typeof createSimulation>;

/** The requests of all of a step's attempts. */
export function requestsOf(outcome: StepOutcome): number {
  return outcome.attempts.reduce((sum, { requests }) => sum + requests.length, 0);
}
