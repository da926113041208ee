import { OmniscopeError } from '../../omniscope/errors.ts';
import type { ParameterUpdate } from '../../omniscope/parameters.ts';
import { type FieldKind, parseParameterKey } from './parameter-key.ts';
import { parseBoolean } from './parse-inputs.ts';
import { isBlank, scalarText } from './plain-values.ts';

/** The values a step gives: those to set, and the links of files to upload. */
export interface ParameterInput {
  updates: ParameterUpdate[];
  files: { name: string; url: string }[];
}

/**
 * Reads the parameters of a step: the dict, and the typed fields, which win where both name one
 * parameter. A blank leaves its parameter alone.
 *
 * @throws OmniscopeError invalid-input for a value that is not of its field's type
 */
export function parseParameters(inputData: Readonly<Record<string, unknown>>): ParameterInput {
  const values = new Map<string, ParameterUpdate['value']>();
  const files = new Map<string, string>();
  for (const [name, value] of entriesOf(inputData.parameters, 'Parameters')) {
    if (!isBlank(value)) values.set(name, dictValue(value));
  }
  for (const [name, value] of entriesOf(inputData.files, 'Files')) {
    if (!isBlank(value)) files.set(name, scalarText(value));
  }
  for (const [key, value] of Object.entries(inputData)) {
    const field = parseParameterKey(key);
    if (field === null || isBlank(value)) continue;
    if (field.kind === 'file') files.set(field.name, scalarText(value));
    else values.set(field.name, typedValue(field.kind, field.name, value));
  }
  return {
    // A parameter that gets a file has no other value.
    updates: [...values]
      .filter(([name]) => !files.has(name))
      .map(([name, value]) => ({ name, value })),
    files: [...files].map(([name, url]) => ({ name, url })),
  };
}

/** A dict arrives as an object; the command line gives it as JSON text. */
function entriesOf(dict: unknown, field: string): [string, unknown][] {
  if (isBlank(dict)) return [];
  const object: unknown = typeof dict === 'string' ? parseJson(dict) : dict;
  if (object === null || typeof object !== 'object' || Array.isArray(object)) {
    throw new OmniscopeError('invalid-input', {
      field,
      expected: 'a name and a value on each line',
    });
  }
  return Object.entries(object);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** A dict's values are text; what an earlier step maps in whole may be a list or an object. */
function dictValue(value: unknown): ParameterUpdate['value'] {
  const isPlain =
    typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
  return isPlain ? value : JSON.stringify(value);
}

function typedValue(
  kind: Exclude<FieldKind, 'file'>,
  name: string,
  value: unknown,
): ParameterUpdate['value'] {
  if (kind === 'number') return numberOf(name, value);
  if (kind === 'boolean') return parseBoolean(value, name, false);
  return dictValue(value);
}

function numberOf(name: string, value: unknown): number | string {
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  const text = typeof value === 'string' ? value.trim() : '';
  const number = text === '' ? Number.NaN : Number(text);
  if (!Number.isFinite(number) || /^0[xob]/i.test(text)) {
    throw new OmniscopeError('invalid-input', {
      field: name,
      expected: 'a number, such as 12 or 3.5',
    });
  }
  // A number that JavaScript cannot hold exactly goes as the text that it was (the server coerces).
  return Number.isInteger(number) && !Number.isSafeInteger(number) ? text : number;
}
