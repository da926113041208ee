/** What may happen around one step, or several like it at once: as data, so that it can be shrunk. */
import fc from 'fast-check';
import type { CacheMode } from '../../sandbox/zapier-emulator/cache.ts';
import type { TokenForm } from '../harness/token-endpoint.ts';
import { fault, type PlannedFault, spell } from './planned-faults.ts';

export type ServerEvent =
  | 'the server restarts'
  | 'all access tokens expire'
  | 'all refresh tokens are revoked'
  | 'every callback receives a post'
  | 'the cache works again';

export interface Schedule {
  readonly operation: 'execute_workflow' | 'execute_lambda';
  readonly input: Readonly<Record<string, unknown>>;
  readonly run: {
    readonly durationMs: number;
    readonly end: {
      readonly state: 'COMPLETED' | 'FINISHED' | 'FAILED' | 'ERROR' | 'CANCELLED';
      readonly errorMessage?: string;
    };
  };
  readonly server: {
    readonly stateEndpoint: 'status' | 'job-state' | 'both';
    readonly missingStateEndpoint: 404 | 405 | 'page';
    readonly lambdaPolling: 'both' | 'lambda-path' | 'original-path';
    readonly rejectedToken: '401' | '403-text' | '403-challenge';
    readonly lambdaTeardownMs: number;
    readonly forgetFinishedLambdaAfterMs: number;
  };
  readonly parallelJobs: number;
  /** Behind a balancer with a sticky cookie. */
  readonly nodes: number;
  readonly latencyMs: number;
  readonly token: {
    readonly lifetimeMs: number;
    readonly ageMs: number;
    readonly form: TokenForm;
  };
  readonly rotates: boolean;
  readonly refreshing: 'shared' | 'each';
  readonly faults: readonly PlannedFault[];
  readonly cache: { readonly mode: CacheMode; readonly afterCalls: number };
  readonly events: readonly { readonly atMs: number; readonly what: ServerEvent }[];
  /** When each of the identical runs begins, in milliseconds. */
  readonly begins: readonly number[];
}

const duration = fc.oneof(
  { weight: 16, arbitrary: fc.integer({ min: 0, max: 2_000 }) },
  { weight: 4, arbitrary: fc.integer({ min: 2_000, max: 8_000 }) },
  { weight: 1, arbitrary: fc.integer({ min: 20_000, max: 70_000 }) },
);

/** A minute or less as often as an hour: both have to work. */
const token = fc
  .record({
    lifetimeMs: fc.constantFrom(3_600_000, 300_000, 60_000, 45_000, 30_000),
    age: fc.double({ min: 0, max: 1, noNaN: true }),
    form: fc.record({
      claims: fc.constantFrom<TokenForm['claims']>(
        ...(['none', 'stable', 'unnamed', 'renamed', 'opaque'] as const),
      ),
      validAfterMs: fc.constantFrom(0, 0, 0, 1_000),
      tokenType: fc.constantFrom('Bearer', 'bearer'),
    }),
  })
  .map(({ lifetimeMs, age, form }) => ({ lifetimeMs, ageMs: Math.floor(lifetimeMs * age), form }));

/** A secret in a server's own words. */
export const LEAKED = 'c2VjcmV0LXRva2VuLXRoYXQtYS1zZXJ2ZXItdGFsa3MtYWJvdXQ';

const end = fc.record(
  {
    state: fc.constantFrom<Schedule['run']['end']['state']>(
      ...(['COMPLETED', 'COMPLETED', 'FINISHED', 'FAILED', 'ERROR', 'CANCELLED'] as const),
    ),
    errorMessage: fc.constantFrom(
      `It went ${'very '.repeat(200)}wrong`,
      `Refused: ${LEAKED}`,
      `<p>Bearer ${LEAKED}</p>`,
      '',
    ),
  },
  { requiredKeys: ['state'] },
);

const input = fc.record(
  {
    wait: fc.boolean(),
    on_failure: fc.constantFrom('stop', 'continue'),
    return_parameters: fc.boolean(),
    if_running: fc.constantFrom('retry', 'replace', 'stop'),
    keep_project: fc.boolean(),
    callback_parameter: fc.constant('Callback URL'),
  },
  { requiredKeys: ['wait', 'on_failure'] },
);

const server = fc.record({
  stateEndpoint: fc.constantFrom('both', 'status', 'job-state'),
  missingStateEndpoint: fc.constantFrom<404 | 405 | 'page'>(404, 405, 'page'),
  lambdaPolling: fc.constantFrom('both', 'lambda-path', 'original-path'),
  rejectedToken: fc.constantFrom<Schedule['server']['rejectedToken']>(
    ...(['401', '401', '403-text', '403-challenge'] as const),
  ),
  lambdaTeardownMs: fc.constantFrom(0, 500, 5_000),
  forgetFinishedLambdaAfterMs: fc.constantFrom(0, 1_000, 60_000),
});

const serverEvent = fc.record({
  // Most runs are over after two seconds; what comes later meets only those that wait.
  atMs: fc.oneof(
    { weight: 3, arbitrary: fc.integer({ min: 0, max: 2_500 }) },
    { weight: 1, arbitrary: fc.integer({ min: 0, max: 15_000 }) },
  ),
  what: fc.constantFrom<ServerEvent>(
    'the server restarts',
    'all access tokens expire',
    'all access tokens expire',
    'all refresh tokens are revoked',
    'every callback receives a post',
    'the cache works again',
  ),
});

const working = { mode: 'available', afterCalls: 0 } as const;

export interface ScheduleOptions {
  readonly cache?: fc.Arbitrary<Schedule['cache']>;
  readonly begins?: fc.Arbitrary<readonly number[]>;
}

export function schedules(options: ScheduleOptions = {}): fc.Arbitrary<Schedule> {
  const schedule: fc.Arbitrary<Schedule> = fc.record({
    operation: fc.constantFrom('execute_workflow', 'execute_lambda'),
    input,
    run: fc.record({ durationMs: duration, end }),
    server,
    parallelJobs: fc.constantFrom(1, 16),
    nodes: fc.constantFrom(1, 1, 2),
    latencyMs: fc.constantFrom(0, 0, 15, 40),
    token,
    rotates: fc.boolean(),
    refreshing: fc.constantFrom('shared', 'each'),
    faults: fc
      .tuple(fc.array(fault, { maxLength: 4 }), fc.array(spell, { maxLength: 1 }))
      .map(([single, spells]) => [...single, ...spells]),
    cache: options.cache ?? fc.constant(working),
    events: fc.array(serverEvent, { maxLength: 2 }),
    begins: options.begins ?? fc.constant([0]),
  });
  return schedule.map((planned) => ({
    ...planned,
    input: sensible(planned.input),
    server: { ...planned.server, rejectedToken: rejectedToken(planned) },
    nodes: nodes(planned),
  }));
}

/**
 * A perform that begins without the cookie finds the right node at its second poll, unless others take
 * their turns in between: no client could tell such nodes from a server that has lost its jobs.
 */
function nodes({ nodes: wanted, begins, faults }: Schedule): number {
  return begins.length === 1 && faults.every(({ on }) => on !== 'state') ? wanted : 1;
}

/** A token that is younger is believed to be good, whatever a 403 says of it. */
const YOUNG_MS = 30_000;
const ENDS_TOKENS = new Set<string>(['token expires', 'token revoked', 'all access tokens expire']);

/** 403 says that a token has expired where it expires by time, or once when it is no longer young. */
function rejectedToken({ server, token: { lifetimeMs, ageMs }, faults, events }: Schedule) {
  const ends = [...faults.map(({ name }) => name), ...events.map(({ what }) => what)];
  const early = ends.filter((name) => ENDS_TOKENS.has(name)).length;
  const isOld = ageMs >= YOUNG_MS && lifetimeMs - ageMs > 2 * YOUNG_MS;
  return early === 0 || (early === 1 && isOld) ? server.rejectedToken : '401';
}

/** Parameters can only be read after the run while the copy is kept. */
function sensible(given: Schedule['input']): Schedule['input'] {
  return given.return_parameters === true ? { ...given, keep_project: true } : given;
}

/** A cache that fails in every way, from the nth call on. */
export const failingCache: fc.Arbitrary<Schedule['cache']> = fc.record({
  mode: fc.constantFrom<CacheMode>('failing', 'hanging', 'forgetting'),
  afterCalls: fc.integer({ min: 0, max: 12 }),
});

/** Two to six identical runs, at once or within a few seconds. */
export const severalRuns: fc.Arbitrary<readonly number[]> = fc.array(
  fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 8_000 })),
  { minLength: 2, maxLength: 6, size: 'small' },
);
