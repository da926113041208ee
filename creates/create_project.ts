import { defineCreate, defineInputFields } from 'zapier-platform-core';
import { projectPage } from '../src/omniscope/addresses.ts';
import { parseFolderPath, pathText } from '../src/omniscope/project-path.ts';
import { createProject } from '../src/omniscope/projects.ts';
import { apiOf, connectionOf } from '../src/zapier/connection.ts';
import { withCases } from '../src/zapier/errors/raise.ts';
import { otherPath, requiredText } from '../src/zapier/fields/inputs.ts';
import { parseParameters } from '../src/zapier/fields/parameter-values.ts';
import type { Runtime } from '../src/zapier/runtime.ts';

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
      perform: withCases(async (z, bundle) => {
        const { inputData } = bundle;
        const connection = connectionOf(bundle, runtime);
        const { name, path } = await createProject(apiOf(z, connection, runtime), {
          name: projectName(inputData.name),
          template: requiredText(inputData.template, 'Template', 200),
          folder: otherPath('Folder', 'it as Sales/EMEA, or paste its address', () =>
            parseFolderPath(inputData.folder, connection.server),
          ),
          parameters: parseParameters(inputData).updates,
        });
        return {
          id: pathText(path),
          name,
          project_path: pathText(path),
          project_url: projectPage(connection.server, path),
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

/** Fact: without extension. */
function projectName(value: unknown): string {
  const typed = requiredText(value, 'Project Name', 200);
  return requiredText(typed.replace(/\.iox$/i, ''), 'Project Name');
}
