import type { Bundle, ZObject } from 'zapier-platform-core';
import { fetchParameters, isTextParameter } from '../../omniscope/parameters.ts';
import { parseProjectPath } from '../../omniscope/paths.ts';
import { createApi, parseConnection } from '../auth/connection.ts';
import { withErrorHandling } from '../errors/to-zapier-error.ts';
import type { Runtime } from '../platform/runtime.ts';
import { type Field, type FieldText, invalidInput } from './field.ts';
import { parameterLabel } from './parameter-output.ts';
import { isBlank, parseOptionalName, toList } from './plain-values.ts';
import { isUnresolved } from './project-fields.ts';

interface NameFieldText extends FieldText {
  /** Whether only text parameters are offered: those that can hold an address or rows. */
  textOnly: boolean;
}

/** The name of one parameter, chosen from those of the project; a blank is null. */
export function parameterNameField(text: NameFieldText): Field<string | null> {
  return nameField(text, {}, parseOptionalName);
}

/** The name of one parameter that has to be there. */
export function requiredParameterNameField(text: NameFieldText): Field<string> {
  return nameField(text, { required: true }, (value, label) => {
    const name = parseOptionalName(value, label);
    if (name === null) throw invalidInput(label, `a value for "${label}"`);
    return name;
  });
}

/** Names of parameters. */
export function parameterNamesField(text: NameFieldText): Field<string[]> {
  return nameField(text, { list: true }, (value, label) =>
    toList(value).flatMap((entry) => parseOptionalName(entry, label) ?? []),
  );
}

/**
 * A dropdown of the project's parameters. Zapier disables it until the project is filled in where
 * `required` is left out, and would enable it at once with `required: false`.
 */
function nameField<Value>(
  text: NameFieldText,
  shape: { required?: true; list?: true },
  read: (value: unknown, label: string) => Value,
): Field<Value> {
  const { key, label, help, group, textOnly } = text;
  return {
    definitions: (runtime) => [
      {
        key,
        label,
        type: 'string',
        ...shape,
        ...(textOnly
          ? { choices: { perform: listTextParameters(runtime) } }
          : { dynamic: 'project_parameter.id.name' }),
        dependsOn: ['project'],
        helpText: help,
        ...(group !== undefined && { group }),
      },
    ],
    parse: (inputData) => read(inputData[key], label),
  };
}

/** The choices of a dropdown of text parameters; none, and no request, before the project is known. */
function listTextParameters(runtime: Runtime) {
  return withErrorHandling(async (z: ZObject, bundle: Bundle) => {
    const { project } = bundle.inputData;
    if (isBlank(project) || isUnresolved(project)) return { results: [], paging_token: null };
    const connection = parseConnection(bundle, runtime);
    const api = createApi(z, connection, runtime);
    const parameters = await fetchParameters(api, parseProjectPath(project, connection.server));
    const results = parameters
      .filter(isTextParameter)
      .map(({ name }) => ({ id: name, label: parameterLabel(name) }));
    return { results, paging_token: null };
  });
}
