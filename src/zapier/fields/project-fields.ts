import { hasCode } from '../../omniscope/errors.ts';
import {
  type FolderPath,
  type ProjectPath,
  parseFolderPath,
  parseProjectPath,
} from '../../omniscope/paths.ts';
import { type Field, type FieldText, invalidInput, singleField } from './field.ts';
import { isBlank } from './plain-values.ts';

/** The project that an operation is about. */
export const projectField: Field<ProjectPath> = singleField(
  {
    key: 'project',
    label: 'Project',
    help: 'The folder and name of the Omniscope project, such as `Sales/Monthly Report.iox`. You can also paste its address from your browser.',
    placeholder: 'Sales/Monthly Report.iox',
  },
  { required: true },
  (value, _label, { server }) => parseProjectPath(value, server),
);

/** A folder; a blank is the root folder. */
export function folderField(text: FieldText): Field<FolderPath> {
  return singleField(text, { required: false }, (value, label, { server }) =>
    relabelPathError(label, 'it as Sales/EMEA, or paste its address', () =>
      parseFolderPath(isBlank(value) ? '' : value, server),
    ),
  );
}

/** The isolated copy of a project, as an earlier step returned it; a blank is null. */
export function copyPathField(text: FieldText): Field<ProjectPath | null> {
  return singleField(text, { required: false }, (value, label, { server }) =>
    isBlank(value)
      ? null
      : relabelPathError(label, `it by mapping "${label}" from the step that started the run`, () =>
          parseProjectPath(value, server),
        ),
  );
}

/** A path beside the project's own is rejected by its own label, not as if it were the project. */
function relabelPathError<Path>(label: string, expected: string, parse: () => Path): Path {
  try {
    return parse();
  } catch (error) {
    throw hasCode(error, 'invalid-project') ? invalidInput(label, expected) : error;
  }
}

/** Whether a value still holds a reference to an earlier step, as in the editor before a test. */
export function isUnresolved(value: unknown): boolean {
  return typeof value === 'string' && /\{\{[^{}]*\}\}/.test(value);
}
