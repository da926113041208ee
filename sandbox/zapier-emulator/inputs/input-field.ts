/** An input field of a step, as far as Zapier converts its value or shows it in the editor. */
import { lookUp } from '../definition.ts';

export interface InputField {
  readonly key: string;
  readonly type?: string;
  readonly list?: boolean;
  readonly dict?: boolean;
  readonly default?: string;
  readonly required?: boolean;
  /** The fields of each line item. */
  readonly children?: readonly InputField[];
  /** `trigger.id.label`: the hidden trigger that fills the dropdown. */
  readonly dynamic?: string;
  /** Fixed choices, or `{ perform }` for a function that finds them. */
  readonly choices?: unknown;
  readonly dependsOn?: readonly string[];
  readonly altersDynamicFields?: boolean;
  readonly meta?: Readonly<Record<string, unknown>>;
}

export function isInputField(value: unknown): value is InputField {
  return (
    typeof value === 'object' && value !== null && 'key' in value && typeof value.key === 'string'
  );
}

/** The fields of a step that need no function: `creates.execute_workflow`, … */
export function staticFields(app: object, step: string): readonly InputField[] {
  const declared = lookUp(app, `${step}.operation.inputFields`);
  return Array.isArray(declared) ? declared.filter(isInputField) : [];
}
