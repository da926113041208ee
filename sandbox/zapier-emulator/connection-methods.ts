/** What Zapier does with an app's authentication: connect, test, name the connection. */
import { randomUUID } from 'node:crypto';
import { bundleMeta } from './bundle-meta.ts';
import { lookUp, renderLabel } from './definition.ts';
import { authorize, type ConnectOutcome, type ConnectRequest } from './oauth-connect.ts';
import { endOf, type StepOutcome } from './outcome.ts';
import { toStepEnd } from './step-end.ts';
import { type RunContext, runStep } from './step-run.ts';

export interface ConnectionMethods {
  connect(request: ConnectRequest): Promise<ConnectOutcome>;
  /** The connection's test. */
  test(): Promise<StepOutcome>;
  /** The connection's name, from the test's result. */
  label(testResult: unknown): Promise<string | StepOutcome>;
}

export interface ConnectionMethodsOptions {
  readonly app: object;
  readonly timezone: string;
  readonly context: RunContext;
}

const TEST = 'authentication.test';
const LABEL = 'authentication.connectionLabel';

/** These methods neither wait for a callback nor run in the editor. */
const AT_ONCE = { callbackUrl: '', editorTest: false };

export function createConnectionMethods(options: ConnectionMethodsOptions): ConnectionMethods {
  const { app, timezone, context } = options;
  const { connection } = context;
  const meta = bundleMeta({ zap: 'none', timezone });

  function run(method: string, inputData: object = {}): Promise<StepOutcome> {
    const bundle = { inputData: { ...inputData }, meta };
    return runStep({ name: method, method, bundle, ...AT_ONCE }, context);
  }

  const test = () => run(TEST);

  async function label(testResult: unknown): Promise<string | StepOutcome> {
    const inputData = Object(testResult);
    const given = lookUp(app, LABEL);
    if (typeof given !== 'function') {
      return renderLabel(String(given ?? ''), { authData: connection.authData, inputData });
    }
    const outcome = await run(LABEL, inputData);
    return outcome.status === 'success' ? String(outcome.results) : outcome;
  }

  async function connect(request: ConnectRequest): Promise<ConnectOutcome> {
    const outcome = await authorize(request, {
      newState: randomUUID,
      async runOnce(method, given) {
        const { end } = await context.runMethod({
          method,
          bundle: { meta, ...given },
          callbackUrl: '',
        });
        return toStepEnd(end, { callbackUrl: '', editorTest: true });
      },
    });
    if (outcome.status !== 'authorized') return outcome;
    const former = connection.authData;
    connection.replace(outcome.authData);
    const tested = await test();
    const named = tested.status === 'success' ? await label(tested.results) : tested;
    if (typeof named === 'string') return { status: 'connected', label: named };
    connection.replace(former);
    const method = tested.status === 'success' ? LABEL : TEST;
    return { status: 'failed', method, end: endOf(named) };
  }

  return { connect, test, label };
}
