/** What may happen around one step, or several like it at once: as data, so that it can be shrunk. */
import fc from 'fast-check';
import { type FaultName, faultEntry, SERVER_FAULT_NAMES } from '../../sandbox/faults/catalogue.ts';
import type { EndpointKind } from '../../sandbox/faults/endpoint.ts';
import type { FaultRule } from '../../sandbox/faults/plan.ts';
import type { CacheMode } from '../../sandbox/zapier-emulator/cache.ts';

export interface PlannedFault {
  readonly name: FaultName;
  readonly on: EndpointKind;
  readonly nth: number;
}

export type Happening =
  | 'the server restarts'
  | 'all access tokens expire'
  | 'all refresh tokens are revoked'
  | 'somebody posts to every callback'
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
    readonly lambdaTeardownMs: number;
    readonly forgetFinishedLambdaAfterMs: number;
  };
  readonly parallelJobs: number;
  readonly latencyMs: number;
  readonly token: { readonly lifetimeMs: number; readonly ageMs: number };
  readonly rotates: boolean;
  readonly refreshing: 'shared' | 'each';
  readonly faults: readonly PlannedFault[];
  readonly cache: { readonly mode: CacheMode; readonly afterCalls: number };
  readonly happenings: readonly { readonly atMs: number; readonly what: Happening }[];
  /** When each of the identical runs begins, in milliseconds. */
  readonly begins: readonly number[];
}

/** Not yet handled by the app. */
const PENDING = new Set<FaultName>([
  'ISO-8859-1',
  'windows-1252',
  'UTF-16',
  'gzip in capitals',
  'raw deflate',
  'brotli',
  'response cut short',
  'corrupt TLS record, acted',
  'half the headers, acted',
  'kept connection closes',
]);
const names = SERVER_FAULT_NAMES.filter((name) => !PENDING.has(name));
/** Where a fault of the sort `any` is put; each with the names that make sense there. */
const endpoints: readonly EndpointKind[] = ['start', 'state', 'token', 'param'];

export const fault: fc.Arbitrary<PlannedFault> = fc
  .record({
    name: fc.constantFrom(...names),
    anywhere: fc.constantFrom(...endpoints),
    nth: fc.integer({ min: 1, max: 6 }),
  })
  .map(({ name, anywhere, nth }) => {
    const { on } = faultEntry(name);
    const endpoint = on === 'any' ? anywhere : on;
    // The first start and the first refresh are mostly the only ones.
    return { name, on: endpoint, nth: endpoint === 'state' ? nth : Math.ceil(nth / 3) };
  });

export function rulesOf(faults: readonly PlannedFault[]): FaultRule[] {
  return faults.map(({ name, on, nth }) => ({ on, nth, fault: faultEntry(name).fault }));
}

const duration = fc.oneof(
  { weight: 16, arbitrary: fc.integer({ min: 0, max: 2_000 }) },
  { weight: 4, arbitrary: fc.integer({ min: 2_000, max: 8_000 }) },
  { weight: 1, arbitrary: fc.integer({ min: 20_000, max: 70_000 }) },
);

/** A minute or less as often as an hour: both have to work. */
const token = fc
  .record({
    lifetimeMs: fc.constantFrom(3_600_000, 60_000, 45_000, 30_000),
    age: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  .map(({ lifetimeMs, age }) => ({ lifetimeMs, ageMs: Math.floor(lifetimeMs * age) }));

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
  lambdaTeardownMs: fc.constantFrom(0, 500, 5_000),
  forgetFinishedLambdaAfterMs: fc.constantFrom(0, 1_000, 60_000),
});

const happening = fc.record({
  atMs: fc.integer({ min: 0, max: 15_000 }),
  what: fc.constantFrom<Happening>(
    'the server restarts',
    'all access tokens expire',
    'all access tokens expire',
    'all refresh tokens are revoked',
    'somebody posts to every callback',
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
    latencyMs: fc.constantFrom(0, 0, 15, 40),
    token,
    rotates: fc.boolean(),
    refreshing: fc.constantFrom('shared', 'each'),
    faults: fc.array(fault, { maxLength: 4 }),
    cache: options.cache ?? fc.constant(working),
    happenings: fc.array(happening, { maxLength: 2 }),
    begins: options.begins ?? fc.constant([0]),
  });
  return schedule.map((planned) => ({ ...planned, input: sensible(planned.input) }));
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
