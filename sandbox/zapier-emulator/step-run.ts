/**
 * One step, by the platform's rules: an expired token is refreshed and the whole method runs again, a
 * throttled one runs again after its delay, and an end that neither can mend is what a person sees.
 */
import type { Clock } from '../clock.ts';
import type { AuthData, Connection } from './connection.ts';
import type { StepBundle } from './engine.ts';
import type { EventDetails } from './events.ts';
import type { PlatformLimits } from './limits.ts';
import type { MethodCall, MethodRunner } from './method-run.ts';
import type { Attempt, StepEnd, StepOutcome } from './outcome.ts';
import { type MethodEnd, messageOf, toStepEnd } from './step-end.ts';

export interface Step {
  /** For people: `creates.execute_workflow`. */
  readonly name: string;
  /** A path in the app's definition. */
  readonly method: string;
  readonly bundle: StepBundle;
  readonly callbackUrl: string;
  readonly editorTest: boolean;
  /** What runs after a refresh in place of the method itself. */
  readonly afterRefresh?: Pick<Step, 'method' | 'bundle'>;
}

export interface RunContext {
  readonly clock: Clock;
  readonly connection: Connection;
  readonly runMethod: MethodRunner;
  readonly limits: PlatformLimits;
  readonly emit: (step: string, event: EventDetails) => void;
}

const REFRESH = 'authentication.oauth2Config.refreshAccessToken';

/** Runs the step until it ends or waits for a callback. Never rejects. */
export async function runStep(step: Step, context: RunContext): Promise<StepOutcome> {
  const { clock, connection, runMethod, limits } = context;
  const emit = (event: EventDetails) => context.emit(step.name, event);
  const attempts: Attempt[] = [];
  let refreshes = 0;
  let throttles = 0;

  async function attempt(call: Omit<MethodCall, 'callbackUrl'>): Promise<MethodEnd> {
    const run = await runMethod({ ...call, callbackUrl: step.callbackUrl });
    attempts.push(run.attempt);
    if (run.end.kind === 'killed') emit({ type: 'killed', afterMs: limits.performMs });
    void run.lateEnd?.then((how) => emit({ type: 'ended-after-kill', how }));
    return run.end;
  }

  /** Undefined when there is a new token, else how the refresh ended. */
  async function refresh(outdated: AuthData): Promise<MethodEnd | undefined> {
    try {
      const how = await connection.renew(outdated, async (authData) => {
        const bundle = { authData, inputData: {}, meta: step.bundle.meta };
        const end = await attempt({ method: REFRESH, bundle });
        if (end.kind !== 'returned' || !isAuthData(end.results)) throw new RefreshFailure(end);
        return end.results;
      });
      emit({ type: how === 'refreshed' ? 'refreshed' : 'refresh-joined' });
      return undefined;
    } catch (failure) {
      if (!(failure instanceof RefreshFailure)) throw failure;
      emit({
        type: 'refresh-failed',
        message: messageOf(toStepEnd(failure.end, step)) ?? 'no data',
      });
      return failure.end;
    }
  }

  async function runUntilEnd(): Promise<StepEnd> {
    let { method, bundle }: Pick<Step, 'method' | 'bundle'> = step;
    for (let number = 1; ; number++) {
      emit({ type: 'attempt', number });
      const { authData } = connection;
      let end = await attempt({ method, bundle: { ...bundle, authData } });
      if (nameOf(end) === 'RefreshAuthError' && refreshes < limits.refreshes) {
        refreshes += 1;
        const failed = await refresh(authData);
        if (failed === undefined) {
          ({ method, bundle } = step.afterRefresh ?? step);
          continue;
        }
        end = failed;
      }
      const mayWait = !step.editorTest && throttles < limits.throttles;
      if (end.kind !== 'threw' || end.error.name !== 'ThrottledError' || !mayWait) {
        return toStepEnd(end, step);
      }
      throttles += 1;
      const delayMs = limits.throttleDelayMs(end.error.delaySeconds);
      emit({ type: 'throttled', seconds: delayMs / 1000, message: end.error.message });
      await clock.sleep(delayMs);
    }
  }

  const end = await runUntilEnd();
  if (end.status === 'callback') emit({ type: 'waiting-for-callback' });
  else emit({ type: 'ended', status: end.status, message: messageOf(end) });
  return { ...end, attempts };
}

/** Thrown where a refresh gave no token, to every run that waits for it. */
class RefreshFailure extends Error {
  readonly end: MethodEnd;

  constructor(end: MethodEnd) {
    super('no new access token');
    this.end = end.kind === 'returned' ? { kind: 'threw', error: WITHOUT_DATA } : end;
  }
}

const WITHOUT_DATA = {
  name: 'Error',
  message: 'refreshAccessToken returned no data',
  raw: 'refreshAccessToken returned no data',
  delaySeconds: null,
};

function nameOf(end: MethodEnd): string | undefined {
  return end.kind === 'threw' ? end.error.name : undefined;
}

function isAuthData(value: unknown): value is AuthData {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
