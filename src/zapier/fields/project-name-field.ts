import { type Field, invalidInput, singleField } from './field.ts';
import { parseRequiredText } from './plain-values.ts';

/** Well below what file systems take, the extension included. */
const NAME_LIMIT = 200;

/** The name of a project within its folder, without extension (documented). */
export const projectNameField: Field<string> = singleField(
  {
    key: 'name',
    label: 'Project Name',
    placeholder: 'Report for Acme',
    help: 'The name of the project, without `.iox` and without a folder.',
  },
  { required: true },
  (value, label) => {
    const typed = parseRequiredText(value, label, NAME_LIMIT);
    const name = parseRequiredText(typed.replace(/\.iox$/i, ''), label);
    // A name is one part of a path; a path would put the project into another folder.
    if (/[/\\\p{Cc}]/u.test(name) || /^\.+$/.test(name)) {
      throw invalidInput(label, 'a name without slashes; the folder has a field of its own');
    }
    return name;
  },
);
