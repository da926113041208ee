/**
 * A stand-in for Zapier: runs the steps of an app's definition for one connection, by the platform's
 * rules. See engine.ts for the two ways to run a method, and limits.ts for the platform's numbers.
 */
import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { Handler } from '../http/message.ts';
import type { CacheOwner } from './cache.ts';
import { type Callbacks, createCallbacks, type SecondPost } from './callbacks.ts';
import { type AuthData, createConnection, type Refreshing } from './connection.ts';
import { type ConnectionMethods, createConnectionMethods } from './connection-methods.ts';
import type { Engine } from './engine.ts';
import type { PlatformEvent } from './events.ts';
import { createInbox, postJson } from './inbox.ts';
import { jsonDelivery } from './incoming.ts';
import { type Editor, evaluateFields, openEditor } from './inputs/editor.ts';
import { defaultLimits, type PlatformLimits } from './limits.ts';
import { createMethodRunner } from './method-run.ts';
import { createOperationRunner, type ResumeRefresh, type StepRequest } from './operation-run.ts';
import type { StepOutcome } from './outcome.ts';
import { createPolling, isPolledItem, type NewItems } from './polling.ts';
import { createRestHooks, type RestHooks, type ZapTrigger } from './rest-hooks.ts';
import type { RunContext } from './step-run.ts';

export interface PlatformOptions {
  readonly engine: Engine;
  /** The engine's own: the real clock for the core engine. */
  readonly clock: Clock;
  /** An existing connection; without it, `connect` makes one. */
  readonly authData?: AuthData;
  readonly owner?: CacheOwner;
  readonly limits?: Partial<PlatformLimits>;
  /** The Zapier account's time zone, which dates without one get. */
  readonly timezone?: string;
  /** False: the user has switched certificate checks off for everything that this platform runs. */
  readonly verifySSL?: boolean;
  readonly refreshing?: Refreshing;
  readonly resumeRefresh?: ResumeRefresh;
  readonly secondPost?: SecondPost;
  /** Where `handle` is served, if it is. */
  readonly publicUrl?: string;
  readonly onEvent?: (event: PlatformEvent) => void;
}

export type PollOutcome = StepOutcome & NewItems;

export interface Platform extends ConnectionMethods {
  readonly engine: Engine;
  readonly callbacks: Callbacks;
  /** Zaps with a REST hook trigger. */
  readonly hooks: RestHooks;
  /** The connection's data as it is now; assign to expire or break it. */
  authData: AuthData;
  /** One live run of a step, or its test in the editor. */
  runStep(request: StepRequest): Promise<StepOutcome>;
  /** One poll of one Zap's trigger; the first only remembers what there is. */
  pollTrigger(request: ZapTrigger): Promise<PollOutcome>;
  /** The sample items of a REST hook trigger, as the editor asks for them. */
  listSamples(request: StepRequest): Promise<StepOutcome>;
  /** What a hidden trigger gives a dropdown. */
  fillDropdown(request: StepRequest): Promise<StepOutcome>;
  /**
   * The input fields of a step as the editor shows them, the app's own field functions run. The Zap
   * keeps them: later runs of the step convert its input by their types.
   */
  fields(request: StepRequest): Promise<StepOutcome>;
  openEditor(step: Pick<StepRequest, 'key' | 'zap'>): Promise<Editor>;
  /** Posts to a step's callback URL. Undefined when that resumes nothing. */
  resume(callbackUrl: string, payload: unknown): Promise<StepOutcome> | undefined;
  /** Posts JSON to a callback URL or a hook, as a server does. Rejects if the response is an error. */
  post(url: string, payload: unknown): Promise<void>;
  /** Serves the addresses that the platform gives out: callback URLs and hooks. */
  readonly handle: Handler;
}

export function createPlatform(options: PlatformOptions): Platform {
  const { engine, clock, owner = { user: 'user-1', auth: 'auth-1' } } = options;
  const { timezone = 'America/Chicago', publicUrl = 'https://hooks.zapier.example' } = options;
  const { resumeRefresh = 'resume', secondPost = 'ignored', verifySSL = true } = options;
  const limits = { ...defaultLimits, ...options.limits };
  const connection = createConnection(options.authData ?? {}, options.refreshing ?? 'shared');
  const emit: RunContext['emit'] = (step, event) =>
    options.onEvent?.({ at: clock.now(), step, ...event });
  const { performMs } = limits;
  const runMethod = createMethodRunner({ engine, clock, owner, verifySSL, performMs });
  const context: RunContext = { clock, connection, runMethod, limits, emit };
  const callbacks = createCallbacks({
    publicUrl,
    secondPost,
    onIgnored: (reason) => emit('callback', { type: 'callback-ignored', reason }),
  });
  const { app } = engine;
  const runner = createOperationRunner({ app, timezone, callbacks, context, resumeRefresh });
  const hooks = createRestHooks({ publicUrl, newSecret: randomUUID, run: runner.run });
  const handle = createInbox({ publicUrl, callbacks, hooks });
  const polling = createPolling();

  async function pollTrigger(request: ZapTrigger): Promise<PollOutcome> {
    const populatingDedupe = polling.isFirst(request.zap);
    const outcome = await runner.run(request, { meta: { populatingDedupe } });
    if (outcome.status !== 'success') return { ...outcome, fresh: [], held: [] };
    const items = Array.isArray(outcome.results) ? outcome.results.filter(isPolledItem) : [];
    return { ...outcome, ...polling.take(request.zap, items) };
  }

  return {
    engine,
    callbacks,
    hooks,
    get authData() {
      return connection.authData;
    },
    set authData(authData) {
      connection.replace(authData);
    },
    ...createConnectionMethods({ app, timezone, context }),
    runStep: (request) => runner.run(request),
    pollTrigger,
    listSamples: (request) =>
      runner.run({ ...request, editorTest: true }, { method: 'performList' }),
    fillDropdown: (request) =>
      runner.run(request, { asTyped: true, meta: { fillingDropdown: true } }),
    fields: (request) => evaluateFields(runner, request),
    openEditor: (step) => openEditor(app, runner, step),
    resume: (callbackUrl, payload) => callbacks.deliver(callbackUrl, jsonDelivery(payload)),
    post: (url, payload) => postJson(handle, url, payload),
    handle,
  };
}
