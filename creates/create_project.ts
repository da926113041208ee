import { defineCreate, defineInputFields } from 'zapier-platform-core';
import { formatPath, parseFolderPath } from '../src/omniscope/paths.ts';
import { createProject } from '../src/omniscope/projects.ts';
import { projectPageUrl } from '../src/omniscope/urls.ts';
import { createApi, parseConnection } from '../src/zapier/auth/connection.ts';
import { withErrorHandling } from '../src/zapier/errors/to-zapier-error.ts';
import { parseParameters } from '../src/zapier/fields/parameter-values.ts';
import { parseRequiredText, relabelPathError } from '../src/zapier/fields/parse-inputs.ts';
import type { Runtime } from '../src/zapier/platform/runtime.ts';

const fields = defineInputFields([
  {
    key: 'name',
    label: 'Project Name',
    type: 'string',
    required: true,
    placeholder: 'Report for Acme',
    helpText: 'The name of the new project, without `.iox`.',
  },
  {
    key: 'template',
    label: 'Template',
    type: 'string',
    required: true,
    placeholder: 'Import data file',
    helpText: 'The name of a project template, as the Project list page in Omniscope shows it.',
  },
  {
    key: 'folder',
    label: 'Folder',
    type: 'string',
    required: false,
    placeholder: 'Sales',
    helpText: 'Where to create the project. Leave it blank for the root folder.',
  },
  {
    key: 'parameters',
    label: 'Parameters',
    type: 'string',
    dict: true,
    required: false,
    helpText: "The template's parameters by name, and the values to create the project with.",
  },
]);

export default (runtime: Runtime) =>
  defineCreate({
    key: 'create_project',
    noun: 'Project',
    display: {
      label: 'Create Project',
      description: 'Creates a project from a template.',
    },
    operation: {
      inputFields: fields,
      perform: withErrorHandling(async (z, bundle) => {
        const { inputData } = bundle;
        const connection = parseConnection(bundle, runtime);
        const { name, path } = await createProject(createApi(z, connection, runtime), {
          name: projectName(inputData.name),
          template: parseRequiredText(inputData.template, 'Template', 200),
          folder: relabelPathError('Folder', 'it as Sales/EMEA, or paste its address', () =>
            parseFolderPath(inputData.folder, connection.server),
          ),
          parameters: parseParameters(inputData).updates,
        });
        return {
          id: formatPath(path),
          name,
          project_path: formatPath(path),
          project_url: projectPageUrl(connection.server, path),
        };
      }),
      sample: {
        id: 'Sales/Report for Acme.iox',
        name: 'Report for Acme',
        project_path: 'Sales/Report for Acme.iox',
        project_url: 'https://omniscope.example.com/Sales/Report%20for%20Acme.iox/',
      },
      outputFields: [
        { key: 'id', label: 'ID', type: 'string' },
        { key: 'name', label: 'Name', type: 'string' },
        { key: 'project_path', label: 'Project Path', type: 'string' },
        { key: 'project_url', label: 'Project URL', type: 'string' },
      ],
    },
  });

/** Documented: without extension. */
function projectName(value: unknown): string {
  const typed = parseRequiredText(value, 'Project Name', 200);
  return parseRequiredText(typed.replace(/\.iox$/i, ''), 'Project Name');
}
