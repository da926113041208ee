/** Runs one method of an operation for a Zap, its input converted as Zapier does. */
import { bundleMeta, type MetaOptions } from './bundle-meta.ts';
import type { Callbacks } from './callbacks.ts';
import { type Delivery, requestBundle } from './incoming.ts';
import { convertInputs } from './inputs/convert-inputs.ts';
import { type InputField, staticFields } from './inputs/input-field.ts';
import type { StepOutcome } from './outcome.ts';
import { type RunContext, runStep, type Step } from './step-run.ts';

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

export interface OperationOptions {
  /** Within the operation: `perform` (the default), `performSubscribe`, `inputFields`, … */
  readonly method?: string;
  /** The input as it stands, which may hold an unresolved `{{123__project_path}}`. */
  readonly asTyped?: boolean;
  readonly meta?: Partial<MetaOptions>;
  /** What the bundle holds beside input and meta. */
  readonly bundle?: Readonly<Record<string, unknown>>;
}

/**
 * What is run again after a refresh that a performResume has asked for: the resume, or perform from its
 * beginning. Not known of Zapier; an app has to be right with both.
 */
export type ResumeRefresh = 'resume' | 'perform';

export interface OperationRunner {
  /** A live run that waits for a callback is resumed by a post to its URL. */
  run(request: StepRequest, options?: OperationOptions): Promise<StepOutcome>;
  /** The Zap keeps the fields that the editor has shown: their types convert its later input. */
  keepFields(request: StepRequest, fields: readonly InputField[]): void;
}

export interface OperationRunnerOptions {
  readonly app: object;
  readonly timezone: string;
  readonly callbacks: Callbacks;
  readonly context: RunContext;
  readonly resumeRefresh: ResumeRefresh;
}

const DEFAULT_ZAP = 'zap-1';

export function createOperationRunner(options: OperationRunnerOptions): OperationRunner {
  const { app, timezone, callbacks, context, resumeRefresh } = options;
  const kept = new Map<string, readonly InputField[]>();

  async function run(
    { key, inputData: typed = {}, editorTest = false, zap = DEFAULT_ZAP }: StepRequest,
    { method = 'perform', asTyped = false, meta = {}, bundle = {} }: OperationOptions = {},
  ): Promise<StepOutcome> {
    const fields = kept.get(placeOf(zap, key)) ?? staticFields(app, key);
    const step: Step = {
      name: key,
      method: `${key}.operation.${method}`,
      bundle: {
        inputData: asTyped ? typed : convertInputs(typed, fields, timezone),
        inputDataRaw: typed,
        meta: bundleMeta({ zap, timezone, fields, editorTest, ...meta }),
        ...bundle,
      },
      callbackUrl: callbacks.open(),
      editorTest,
    };
    const outcome = await runStep(step, context);
    if (outcome.status === 'callback' && !editorTest) waitForPost(step, outcome.results);
    else callbacks.discard(step.callbackUrl);
    return outcome;
  }

  function waitForPost(step: Step, outputData: unknown): void {
    callbacks.wait(step.callbackUrl, (delivery) => resume(step, outputData, delivery));
  }

  async function resume(step: Step, outputData: unknown, delivery: Delivery) {
    context.emit(step.name, { type: 'resumed' });
    const bundle = { ...step.bundle, outputData, ...requestBundle(delivery) };
    const method = `${step.name}.operation.performResume`;
    const afterRefresh = resumeRefresh === 'perform' ? { afterRefresh: step } : {};
    if (resumeRefresh === 'perform') callbacks.reopen(step.callbackUrl);
    const outcome = await runStep({ ...step, method, bundle, ...afterRefresh }, context);
    // A perform that was run again may wait for the next post.
    if (outcome.status === 'callback') waitForPost(step, outcome.results);
    return outcome;
  }

  return {
    run,
    keepFields({ key, zap = DEFAULT_ZAP }, fields) {
      kept.set(placeOf(zap, key), fields);
    },
  };
}

const placeOf = (zap: string, key: string) => JSON.stringify([zap, key]);
