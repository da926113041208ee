/**
 * A stand-in for Zapier: runs the steps of an app's definition for one connection, by the platform's
 * rules. See engine.ts for the two ways to run a method, and limits.ts for the platform's numbers.
 */
import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock.ts';
import { bundleMeta, type MetaOptions } from './bundle-meta.ts';
import type { CacheOwner } from './cache.ts';
import { type Callbacks, createCallbacks, type Delivery, type SecondPost } from './callbacks.ts';
import { type AuthData, createConnection, type Refreshing } from './connection.ts';
import { lookUp, renderLabel } from './definition.ts';
import type { Engine } from './engine.ts';
import type { Happening, PlatformEvent } from './events.ts';
import { convertInputs } from './inputs/convert-inputs.ts';
import { type InputField, isInputField, staticFields } from './inputs/input-field.ts';
import { defaultLimits, type PlatformLimits } from './limits.ts';
import { createMethodRunner } from './method-run.ts';
import { authorize, type ConnectOutcome, type ConnectRequest } from './oauth-connect.ts';
import { endOf, type StepOutcome } from './outcome.ts';
import { createPolling, isPolledItem, type PolledItem } from './polling.ts';
import { settle } from './settle.ts';
import { runStep, type Step } from './step-run.ts';

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
  readonly refreshing?: Refreshing;
  /** Where `callbacks.handle` is served, if it is. */
  readonly callbackBaseUrl?: string;
  readonly secondPost?: SecondPost;
  readonly onEvent?: (event: PlatformEvent) => void;
}

export interface StepRequest {
  /** `creates.execute_workflow`, `searches.find_execution`, … */
  readonly key: string;
  /**
   * What the user has typed or mapped. Perform receives it converted by the fields' types, field
   * functions and dropdowns as it stands; `bundle.inputDataRaw` has it as it stands too.
   */
  readonly inputData?: Readonly<Record<string, unknown>>;
  /** A test in the Zap editor: `bundle.meta.isLoadingSample`, and nothing ever resumes. */
  readonly editorTest?: boolean;
  readonly zap?: string;
}

export type PollOutcome = StepOutcome & {
  /** The items that trigger the Zap now. */
  readonly fresh: readonly PolledItem[];
};

export interface Platform {
  readonly engine: Engine;
  readonly callbacks: Callbacks;
  /** The connection's data as it is now; assign to expire or break it. */
  authData: AuthData;
  connect(request: ConnectRequest): Promise<ConnectOutcome>;
  /** The connection's test. */
  test(): Promise<StepOutcome>;
  /** The connection's name, from the test's result. */
  label(testResult: unknown): Promise<string | StepOutcome>;
  runStep(request: StepRequest): Promise<StepOutcome>;
  /** One poll of one Zap's trigger; the first only remembers what there is. */
  pollTrigger(request: StepRequest & { readonly zap: string }): Promise<PollOutcome>;
  /** The choices of a dropdown that a hidden trigger feeds. */
  fillDropdown(request: StepRequest): Promise<StepOutcome>;
  /**
   * The input fields of a step as the editor shows them, the app's own field functions run. The Zap
   * keeps them: later runs of the step convert its input by their types.
   */
  fields(request: StepRequest): Promise<StepOutcome>;
  /** Posts to a step's callback URL. Undefined when that resumes nothing. */
  resume(callbackUrl: string, payload: unknown): Promise<StepOutcome> | undefined;
}

export function createPlatform(options: PlatformOptions): Platform {
  const { engine, clock, owner = { user: 'user-1', auth: 'auth-1' } } = options;
  const { timezone = 'America/Chicago' } = options;
  const limits = { ...defaultLimits, ...options.limits };
  const connection = createConnection(options.authData ?? {}, options.refreshing ?? 'shared');
  const runMethod = createMethodRunner({ engine, clock, owner, performMs: limits.performMs });
  const polling = createPolling();
  /** By Zap and step, the fields that the editor has shown. */
  const shownFields = new Map<string, readonly InputField[]>();
  const tell = (step: string, happening: Happening) =>
    options.onEvent?.({ at: clock.now(), step, ...happening });
  const callbacks = createCallbacks({
    baseUrl: options.callbackBaseUrl ?? 'https://hooks.zapier.example/callbacks',
    secondPost: options.secondPost ?? 'ignored',
    onIgnored: (reason) => tell('callback', { type: 'callback-ignored', reason }),
  });
  const surroundings = { clock, connection, runMethod, limits, tell };

  /** Runs a method as a step; one that waits for a callback in a live run can be resumed. */
  async function run(
    { key, inputData: typed = {}, editorTest = false, zap = 'zap-1' }: StepRequest,
    {
      part = 'operation.perform',
      asTyped = false,
      meta = {},
    }: { part?: string; asTyped?: boolean; meta?: Partial<MetaOptions> } = {},
  ): Promise<StepOutcome> {
    const fields = shownFields.get(placeOf(zap, key)) ?? staticFields(engine.app, key);
    const step: Step = {
      name: key,
      method: part === '' ? key : `${key}.${part}`,
      bundle: {
        inputData: asTyped ? typed : convertInputs(typed, fields, timezone),
        inputDataRaw: typed,
        meta: bundleMeta({ zap, timezone, fields, editorTest, ...meta }),
      },
      callbackUrl: callbacks.open(),
      editorTest,
    };
    const outcome = await runStep(step, surroundings);
    if (outcome.status !== 'callback' || editorTest) callbacks.discard(step.callbackUrl);
    else
      callbacks.wait(step.callbackUrl, (delivery) =>
        runResume(step, key, outcome.results, delivery),
      );
    return outcome;
  }

  function runResume(step: Step, key: string, outputData: unknown, delivery: Delivery) {
    tell(key, { type: 'resumed' });
    const { payload, text, querystring } = delivery;
    const request = {
      cleanedRequest: payload,
      rawRequest: { method: 'POST', querystring, headers: {}, content: text },
    };
    const bundle = { ...step.bundle, outputData, ...request };
    return runStep({ ...step, method: `${key}.operation.performResume`, bundle }, surroundings);
  }

  const test = () => run({ key: 'authentication.test' }, { part: '' });

  async function label(testResult: unknown): Promise<string | StepOutcome> {
    const inputData = Object(testResult);
    const given = lookUp(engine.app, LABEL);
    if (typeof given !== 'function') {
      return renderLabel(String(given ?? ''), { authData: connection.authData, inputData });
    }
    const outcome = await run({ key: LABEL, inputData }, { part: '' });
    return outcome.status === 'success' ? String(outcome.results) : outcome;
  }

  async function connect(request: ConnectRequest): Promise<ConnectOutcome> {
    const outcome = await authorize(request, {
      newState: randomUUID,
      async runOnce(method, given) {
        const bundle = { meta: bundleMeta({ zap: 'none', timezone }), ...given };
        const { end } = await runMethod({ method, bundle, callbackUrl: '' });
        return settle(end, { callbackUrl: '', editorTest: true });
      },
    });
    if (outcome.status !== 'authorized') return outcome;
    const former = connection.authData;
    connection.replace(outcome.authData);
    const tested = await test();
    if (tested.status === 'success') {
      const named = await label(tested.results);
      if (typeof named === 'string') return { status: 'connected', label: named };
      connection.replace(former);
      return { status: 'failed', method: LABEL, end: endOf(named) };
    }
    connection.replace(former);
    return { status: 'failed', method: 'authentication.test', end: endOf(tested) };
  }

  async function fields(request: StepRequest): Promise<StepOutcome> {
    const outcome = await run(request, { part: 'operation.inputFields', asTyped: true });
    if (outcome.status === 'success' && Array.isArray(outcome.results)) {
      const { zap = 'zap-1', key } = request;
      shownFields.set(placeOf(zap, key), outcome.results.filter(isInputField));
    }
    return outcome;
  }

  async function pollTrigger(request: StepRequest & { readonly zap: string }) {
    const populatingDedupe = polling.isFirst(request.zap);
    const outcome = await run(request, { meta: { populatingDedupe } });
    const items =
      outcome.status === 'success' && Array.isArray(outcome.results) ? outcome.results : [];
    const succeeded = outcome.status === 'success';
    const fresh = succeeded ? polling.take(request.zap, items.filter(isPolledItem)) : [];
    return { ...outcome, fresh };
  }

  return {
    engine,
    callbacks,
    get authData() {
      return connection.authData;
    },
    set authData(authData) {
      connection.replace(authData);
    },
    connect,
    test,
    label,
    runStep: (request) => run(request),
    pollTrigger,
    fillDropdown: (request) => run(request, { asTyped: true, meta: { fillingDropdown: true } }),
    fields,
    resume(callbackUrl, payload) {
      const text = JSON.stringify(payload);
      return callbacks.deliver(callbackUrl, { payload, text, querystring: '' });
    },
  };
}

const placeOf = (zap: string, key: string) => JSON.stringify([zap, key]);

const LABEL = 'authentication.connectionLabel';
