import { defineCreate } from 'zapier-platform-core';
import { createProject } from '../src/omniscope/projects.ts';
import { requiredTextField } from '../src/zapier/fields/basic-fields.ts';
import { inputFieldsOf } from '../src/zapier/fields/field.ts';
import { parameterDictField } from '../src/zapier/fields/parameters-field.ts';
import { folderField } from '../src/zapier/fields/project-fields.ts';
import { projectNameField } from '../src/zapier/fields/project-name-field.ts';
import {
  projectOutputFields,
  projectResult,
  projectSample,
} from '../src/zapier/operation/project-result.ts';
import { createPerform } from '../src/zapier/operation/step-context.ts';
import type { Runtime } from '../src/zapier/platform/runtime.ts';

const fields = {
  name: projectNameField,
  template: requiredTextField({
    key: 'template',
    label: 'Template',
    placeholder: 'Import data file',
    limit: 200,
    help: 'The name of a project template, as the Project list page in Omniscope shows it.',
  }),
  folder: folderField({
    key: 'folder',
    label: 'Folder',
    placeholder: 'Sales',
    help: 'Where to create the project. Leave blank for the root folder.',
  }),
  parameters: parameterDictField(
    "The template's parameters by name, and the values to create the project with.",
  ),
};

export default (runtime: Runtime) =>
  defineCreate({
    key: 'create_project',
    noun: 'Project',
    display: {
      label: 'Create Project',
      description:
        'Creates a project from a template and returns its path for the next steps. If the project may exist already, use Find or Create Project instead.',
    },
    operation: {
      inputFields: inputFieldsOf(fields, runtime),
      perform: createPerform(runtime, fields, async (input, { api, server }) => {
        const { name, path } = await createProject(api, input);
        return projectResult(server, name, path);
      }),
      sample: projectSample,
      outputFields: projectOutputFields,
    },
  });
