/**
 * The Zap editor for one step: which fields it shows, and what its dropdowns offer, while values are
 * still missing or stand there unresolved as `{{123__project_path}}`.
 */
import { lookUp } from '../definition.ts';
import type { OperationRunner, StepRequest } from '../operation-run.ts';
import { endOf, type StepEnd, type StepOutcome } from '../outcome.ts';
import type { Inputs } from './convert-inputs.ts';
import { type InputField, isInputField } from './input-field.ts';

export interface Choice {
  readonly value: string;
  readonly label: string;
}

export type Dropdown =
  | { readonly status: 'filled'; readonly choices: readonly Choice[] }
  /** The fields that it depends on have to be filled in first. */
  | { readonly status: 'disabled'; readonly missing: readonly string[] }
  | { readonly status: 'failed'; readonly end: StepEnd };

export interface Editor {
  /** What is entered so far. */
  readonly inputData: Inputs;
  /** The fields as they are shown now, or how a field function failed. */
  readonly fields: StepOutcome;
  /** Enters a value; a dropdown that alters dynamic fields has them found anew. Gives `fields`. */
  enter(key: string, value: unknown): Promise<StepOutcome>;
  /** The button *Refresh fields*. Gives `fields`. */
  refreshFields(): Promise<StepOutcome>;
  /** Opens a dropdown that a hidden trigger or a function of the app fills. */
  open(key: string): Promise<Dropdown>;
}

/** Documented: a step has at most so many input fields, static and dynamic. */
const MOST_FIELDS = 1000;

/** Runs a step's field functions with the input as it stands, and has the Zap keep the fields. */
export async function evaluateFields(
  runner: OperationRunner,
  request: StepRequest,
): Promise<StepOutcome> {
  const outcome = await runner.run(request, { method: 'inputFields', asTyped: true });
  if (outcome.status !== 'success' || !Array.isArray(outcome.results)) return outcome;
  const fields = outcome.results.filter(isInputField);
  const count = countFields(fields);
  if (count > MOST_FIELDS) {
    const message = `${count} input fields are more than ${MOST_FIELDS}`;
    const { attempts } = outcome;
    return { status: 'errored', name: 'FieldLimitError', message, raw: message, attempts };
  }
  runner.keepFields(request, fields);
  return outcome;
}

/** Opens the editor for a step: its field functions run with an input that is still empty. */
export async function openEditor(
  app: object,
  runner: OperationRunner,
  step: Omit<StepRequest, 'inputData' | 'editorTest'>,
): Promise<Editor> {
  let inputData: Inputs = {};
  const evaluate = () => evaluateFields(runner, { ...step, inputData });
  let fields = await evaluate();

  function shownFields(): readonly InputField[] {
    const results = fields.status === 'success' ? fields.results : [];
    return Array.isArray(results) ? results.filter(isInputField) : [];
  }

  /** Whatever depends on a field that changes is cleared, and what depends on that. */
  function clearDependents(key: string): void {
    for (const field of shownFields()) {
      if (!field.dependsOn?.includes(key) || inputData[field.key] === undefined) continue;
      inputData = { ...inputData, [field.key]: undefined };
      clearDependents(field.key);
    }
  }

  async function fill(field: InputField): Promise<Dropdown> {
    const missing = missingFor(field, inputData);
    if (missing.length > 0) return { status: 'disabled', missing };
    const meta = { fillingDropdown: true };
    if (field.dynamic !== undefined) {
      const [trigger = '', value = '', label = ''] = field.dynamic.split('.');
      const request = { ...step, key: `triggers.${trigger}`, inputData };
      return toDropdown(await runner.run(request, { asTyped: true, meta }), value, label);
    }
    const method = choicesMethod(app, step.key, field.key);
    const outcome = await runner.run({ ...step, inputData }, { method, asTyped: true, meta });
    return toDropdown(outcome, 'id', 'label');
  }

  return {
    get inputData() {
      return inputData;
    },
    get fields() {
      return fields;
    },
    async enter(key, value) {
      inputData = { ...inputData, [key]: value };
      clearDependents(key);
      const field = shownFields().find((one) => one.key === key);
      // Documented: only dropdowns alter dynamic fields.
      if (field?.altersDynamicFields && isDropdown(field)) fields = await evaluate();
      return fields;
    },
    async refreshFields() {
      fields = await evaluate();
      return fields;
    },
    async open(key) {
      const field = shownFields().find((one) => one.key === key);
      if (field === undefined || !isDropdown(field)) throw new Error(`no dropdown ${key}`);
      return fill(field);
    },
  };
}

function countFields(fields: readonly InputField[]): number {
  return fields.reduce((count, { children = [] }) => count + 1 + countFields(children), 0);
}

function isDropdown({ dynamic, choices }: InputField): boolean {
  return dynamic !== undefined || choices !== undefined;
}

/** Documented: with `required: false` a dropdown is always enabled. */
function missingFor({ dependsOn = [], required }: InputField, inputData: Inputs): string[] {
  if (required === false) return [];
  return dependsOn.filter((key) => [undefined, null, ''].some((blank) => blank === inputData[key]));
}

/**
 * Documented (the CLI's `invoke/prompts.js`): a function that finds choices is called by its field's
 * place in the definition, where functions count too.
 */
function choicesMethod(app: object, step: string, key: string): string {
  const declared = lookUp(app, `${step}.operation.inputFields`);
  const fields: readonly unknown[] = Array.isArray(declared) ? declared : [];
  const index = fields.findIndex((field) => isInputField(field) && field.key === key);
  return `inputFields.${index}.choices.perform`;
}

/** Documented (the CLI's `invoke/prompts.js`): an array, or an object with `results`. */
function toDropdown(outcome: StepOutcome, value: string, label: string): Dropdown {
  if (outcome.status !== 'success') return { status: 'failed', end: endOf(outcome) };
  const { results } = outcome;
  const items: unknown = Array.isArray(results) ? results : Object(results).results;
  const choices = (Array.isArray(items) ? items : []).map((item) => ({
    value: String(Object(item)[value]),
    label: String(Object(item)[label] ?? Object(item)[value]),
  }));
  return { status: 'filled', choices };
}
