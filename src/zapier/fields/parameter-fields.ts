import type { Bundle, PlainInputField, ZObject } from 'zapier-platform-core';
import { OmniscopeError } from '../../omniscope/errors.ts';
import { fetchParameters, type Parameter } from '../../omniscope/parameters.ts';
import { truncate } from '../../omniscope/truncate.ts';
import { formatErrorMessage, withErrorHandling } from '../errors/to-zapier-error.ts';
import type { Runtime } from '../platform/runtime.ts';
import { type FieldKind, parameterKey } from './parameter-key.ts';
import { isBlank } from './plain-values.ts';
import { parseProjectInput } from './project-input.ts';

/** Zapier shows at most 1000 dynamic fields; one is kept for the note that says so. */
const FIELD_LIMIT = 999;
const PLACEHOLDER_LIMIT = 100;

/** Unknown types are text (the full list of types is not documented). */
const KINDS: ReadonlyMap<string, FieldKind> = new Map([
  ['NUMBER', 'number'],
  ['BOOLEAN', 'boolean'],
  ['DATE', 'date'],
]);
const FIELD_TYPES = {
  text: 'string',
  number: 'number',
  boolean: 'boolean',
  date: 'datetime',
  file: 'file',
} as const;

/**
 * The project's own parameters as typed fields. `files`: whether a FILE parameter takes a file (an
 * isolated run uploads one) or the text that names a file on the server.
 *
 * A server that does not give them leaves a note that says why; the dict beside it still works.
 */
export function parameterFields(runtime: Runtime, { files }: { files: boolean }) {
  return withErrorHandling(async (z: ZObject, bundle: Bundle): Promise<PlainInputField[]> => {
    if (isBlank(bundle.inputData.project)) return [];
    try {
      const { api, project } = parseProjectInput(z, bundle, runtime);
      const parameters = await fetchParameters(api, project);
      return toFields(parameters, files);
    } catch (error) {
      if (error instanceof OmniscopeError) return [problemNote(error)];
      throw error;
    }
  });
}

function toFields(parameters: readonly Parameter[], files: boolean): PlainInputField[] {
  const shown = parameters.slice(0, FIELD_LIMIT).map((parameter) => toField(parameter, files));
  if (parameters.length <= FIELD_LIMIT) return shown;
  const rest = parameters.length - FIELD_LIMIT;
  return [
    ...shown,
    note(`${rest} more parameters do not fit here: set them by name in "Parameters" above.`),
  ];
}

function toField({ name, type, value }: Parameter, files: boolean): PlainInputField {
  const kind = files && type === 'FILE' ? 'file' : (KINDS.get(type) ?? 'text');
  const label = name.trim() === '' ? 'Unnamed Parameter' : name;
  const current = truncate(
    String(value ?? '')
      .replace(/\s+/g, ' ')
      .trim(),
    PLACEHOLDER_LIMIT,
  );
  return {
    key: parameterKey({ kind, name }),
    label,
    type: FIELD_TYPES[kind],
    required: false,
    helpText: `Project parameter of type ${type.toLowerCase()}. Leave it blank to leave it alone.`,
    ...(current !== '' && { placeholder: current }),
  };
}

function problemNote(problem: OmniscopeError): PlainInputField {
  const why = formatErrorMessage(problem.code, problem.details);
  return note(`The project's parameters cannot be shown here. ${why}`);
}

function note(text: string): PlainInputField {
  return { key: 'parameters_note', label: 'About the Parameters', type: 'copy', helpText: text };
}
