import type { ParameterUpdate } from '../../omniscope/parameters.ts';
import { trimInvisible } from '../../omniscope/trim.ts';
import { type Field, type FieldDefinition, type InputData, invalidInput } from './field.ts';
import { parameterFields } from './parameter-fields.ts';
import { parseParameterKey } from './parameter-key.ts';
import { parseTypedValue, parseUntypedValue } from './parameter-values.ts';
import { isBlank, pastedName, scalarText } from './plain-values.ts';

/** The values of a step's parameters: those to set, and the links of files to upload. */
export interface ParameterInput {
  updates: ParameterUpdate[];
  files: { name: string; url: string }[];
}

const DICT: FieldDefinition = {
  key: 'parameters',
  label: 'Parameters',
  type: 'string',
  dict: true,
  required: false,
  helpText:
    'Parameters by name, for those that do not show as fields of their own. A field of its own wins over a name given here. Leave a value blank to keep the current value.',
};

const FILES: FieldDefinition = {
  key: 'files',
  label: 'Files',
  type: 'file',
  dict: true,
  required: false,
  helpText:
    'Files by the name of a file parameter: a file from an earlier step, or an `https://` link. File parameters also show as fields of their own.',
};

/**
 * The parameters of a step: the project's own parameters as fields, right after the project, then a
 * dict for those that are not shown. `files` adds uploads, which only an isolated run takes.
 */
export function parametersField({ files }: { files: boolean }): Field<ParameterInput> {
  return {
    definitions: (runtime) => [
      parameterFields(runtime, { files }),
      DICT,
      ...(files ? [FILES] : []),
    ],
    parse: parseParameters,
  };
}

/** The dict alone, for a project that does not exist yet. */
export function parameterDictField(help: string): Field<ParameterUpdate[]> {
  return {
    definitions: () => [{ ...DICT, helpText: help }],
    parse: ({ parameters }) => parseParameters({ parameters }).updates,
  };
}

/** A blank leaves its parameter alone. @throws OmniscopeError invalid-input */
function parseParameters(inputData: InputData): ParameterInput {
  const values = new Map<string, ParameterUpdate['value']>();
  const files = new Map<string, string>();
  for (const [name, value] of entriesOf(inputData.parameters, 'Parameters')) {
    if (!isBlank(value)) values.set(name, parseUntypedValue(value));
  }
  for (const [name, value] of entriesOf(inputData.files, 'Files')) {
    if (!isBlank(value)) files.set(name, scalarText(value));
  }
  for (const [key, value] of Object.entries(inputData)) {
    const field = parseParameterKey(key);
    if (field === null || isBlank(value)) continue;
    if (field.kind === 'file') files.set(field.name, scalarText(value));
    else values.set(field.name, parseTypedValue(field.kind, field.name, value));
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
function entriesOf(dict: unknown, label: string): [string, unknown][] {
  if (isBlank(dict)) return [];
  const object: unknown = typeof dict === 'string' ? parseJson(dict) : dict;
  if (object === null || typeof object !== 'object' || Array.isArray(object)) {
    throw invalidInput(label, 'a name and a value on each line');
  }
  return Object.entries(object).map(([name, value]) => [pastedName(name), value]);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/**
 * The updates of a step, with the parameters to clear set to empty text.
 *
 * @throws OmniscopeError invalid-input where a parameter is to be cleared and set
 */
export function withCleared(
  updates: readonly ParameterUpdate[],
  cleared: readonly string[],
): ParameterUpdate[] {
  // Names that differ in what cannot be seen at their ends mean one parameter.
  const named = new Set(updates.map(({ name }) => trimInvisible(name)));
  const both = cleared.find((name) => named.has(trimInvisible(name)));
  if (both !== undefined) {
    throw invalidInput('Clear Parameters', `no parameter that has a value too, such as "${both}"`);
  }
  return [...updates, ...[...new Set(cleared)].map((name) => ({ name, value: '' }))];
}
