import { OmniscopeError } from '../../omniscope/errors.ts';
import {
  fetchParameters,
  type Parameter,
  type ParameterValue,
} from '../../omniscope/parameters.ts';
import { parseProjectPath } from '../../omniscope/paths.ts';
import { truncate } from '../../omniscope/truncate.ts';
import { createApi, parseConnection } from '../auth/connection.ts';
import { formatErrorMessage, withErrorHandling } from '../errors/to-zapier-error.ts';
import type { Runtime } from '../platform/runtime.ts';
import type { FieldDefinition, FieldFunction } from './field.ts';
import { type FieldKind, parameterKey } from './parameter-key.ts';
import { parameterLabel } from './parameter-output.ts';
import { isBlank } from './plain-values.ts';
import { isUnresolved } from './project-fields.ts';

/**
 * Zapier takes at most 1000 fields in all. An operation has fewer than 20 of its own, and one place
 * is for the note.
 */
const FIELD_LIMIT = 980;
const VALUE_LIMIT = 100;

/** Unknown types are text (the full list of types is not documented). */
const KINDS: ReadonlyMap<string, FieldKind> = new Map([
  ['NUMBER', 'number'],
  ['BOOLEAN', 'boolean'],
  ['DATE', 'date'],
]);

/**
 * What a field takes. All but files are of type string: in a `number`, `boolean` or `datetime` field
 * Zapier would turn what was typed into something else before the app sees it.
 */
const SHAPES: Record<FieldKind, { shape: Partial<FieldDefinition>; takes: string }> = {
  text: { shape: {}, takes: 'Text.' },
  number: { shape: {}, takes: 'Number.' },
  boolean: {
    shape: { choices: { true: 'true', false: 'false' } },
    takes: 'True or false.',
  },
  date: { shape: {}, takes: 'Day or time in ISO 8601, such as 2026-10-31.' },
  file: { shape: { type: 'file' }, takes: 'File from an earlier step, or an `https://` link.' },
};
const SERVER_FILE = 'Name of a file on the server. To send a file along, use the isolated action.';
const SERVER_FOLDER = 'Name of a folder on the server.';

/**
 * The project's own parameters as fields. `files`: whether a FILE parameter takes a file (an isolated
 * run uploads one) or the name of a file on the server.
 *
 * A server that does not list them leaves a note that says why; the dict still works.
 */
export function parameterFields(runtime: Runtime, { files }: { files: boolean }): FieldFunction {
  return withErrorHandling(async (z, bundle) => {
    const { project } = bundle.inputData;
    if (isBlank(project) || isUnresolved(project)) return [note(PROJECT_UNKNOWN)];
    try {
      const connection = parseConnection(bundle, runtime);
      const api = createApi(z, connection, runtime);
      return toFields(
        await fetchParameters(api, parseProjectPath(project, connection.server)),
        files,
      );
    } catch (error) {
      if (error instanceof OmniscopeError) return [errorNote(error)];
      throw error;
    }
  });
}

function toFields(parameters: readonly Parameter[], files: boolean): FieldDefinition[] {
  const shown = parameters.slice(0, FIELD_LIMIT).map((parameter) => toField(parameter, files));
  if (parameters.length <= FIELD_LIMIT) return shown;
  const rest = parameters.length - FIELD_LIMIT;
  return [
    ...shown,
    note(
      `${rest} more ${rest === 1 ? 'parameter does' : 'parameters do'} not fit here: use "Parameters" and the name.`,
    ),
  ];
}

function toField({ name, type, value }: Parameter, files: boolean): FieldDefinition {
  const kind = files && type === 'FILE' ? 'file' : (KINDS.get(type) ?? 'text');
  const { shape, takes } = SHAPES[kind];
  const help = type === 'FILE' && !files ? SERVER_FILE : type === 'FOLDER' ? SERVER_FOLDER : takes;
  const current = shownValue(value);
  return {
    key: parameterKey({ kind, name }),
    label: parameterLabel(name),
    type: 'string',
    required: false,
    ...shape,
    helpText: `${help} ${keepsValue(current)}`,
    ...(current !== '' && { placeholder: current }),
  };
}

/** Help texts are Markdown: what is not plain text is shown as code. */
function keepsValue(current: string): string {
  if (current === '') return 'Blank keeps the current value.';
  const isPlain = /^[\w .,:+-]+$/.test(current) && !current.includes('__');
  return `Blank keeps the current value: ${isPlain ? current : `\`${current}\``}.`;
}

/** One short line, without the backticks that would end its place in the help text. */
function shownValue(value: ParameterValue): string {
  const line = String(value ?? '')
    .replace(/[\s`]+/g, ' ')
    .trim();
  return truncate(line, VALUE_LIMIT);
}

const PROJECT_UNKNOWN =
  "Fill in Project, then choose Refresh Fields: the project's parameters then show here as fields.";

function errorNote(error: OmniscopeError): FieldDefinition {
  const why = formatErrorMessage(error.code, error.details);
  return note(`The project's parameters cannot be shown here. ${why}`);
}

function note(text: string): FieldDefinition {
  return { key: 'parameters_note', label: 'About the Parameters', type: 'copy', helpText: text };
}
