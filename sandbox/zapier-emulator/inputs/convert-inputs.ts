/** The input of a step, from what a user typed or mapped to what perform receives. */
import { CONVERSIONS } from './convert-text.ts';
import type { InputField } from './input-field.ts';

export type Inputs = Readonly<Record<string, unknown>>;

/**
 * Blank fields are absent or take their default, text is converted by its field's type, and values
 * that are typed already (mapped from an earlier step) pass as they are, as does what no field names.
 *
 * @param timezone the account's, for example `America/Chicago`
 */
export function convertInputs(
  typed: Inputs,
  fields: readonly InputField[],
  timezone: string,
): Inputs {
  const byKey = new Map(fields.map((field) => [field.key, field]));
  const filled = Object.entries(typed).filter(([, value]) => !isBlank(value));
  const present = new Set(filled.map(([key]) => key));
  for (const field of byKey.values()) {
    if (field.default && !present.has(field.key)) filled.push([field.key, field.default]);
  }
  return Object.fromEntries(
    filled.map(([key, value]) => {
      const field = byKey.get(key);
      return [key, field === undefined ? value : convertValue(value, field, timezone)];
    }),
  );
}

function convertValue(value: unknown, field: InputField, timezone: string): unknown {
  if (field.dict) return isObject(value) ? withTextValues(value) : value;
  if (field.children?.length) {
    const { children } = field;
    const items = Array.isArray(value) ? value : [value];
    return items.map((item) => (isObject(item) ? convertInputs(item, children, timezone) : item));
  }
  if (field.list) {
    const items = Array.isArray(value) ? value : [value];
    return items.map((item) => convertScalar(item, field, timezone));
  }
  return convertScalar(value, field, timezone);
}

function convertScalar(value: unknown, { type = 'string' }: InputField, timezone: string): unknown {
  return typeof value === 'string' ? (CONVERSIONS.get(type)?.(value, timezone) ?? value) : value;
}

/** Documented: the values of a dict are always text. */
function withTextValues(dict: object): Inputs {
  return Object.fromEntries(
    Object.entries(dict).map(([key, value]) => [
      key,
      typeof value === 'number' || typeof value === 'boolean' ? String(value) : value,
    ]),
  );
}

/** Documented: a field that is blank in the editor is absent from the input. */
function isBlank(value: unknown): boolean {
  return value === undefined || value === null || value === '';
}

function isObject(value: unknown): value is Inputs {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
