import { defineSearch } from 'zapier-platform-core';
import { projectInFolder } from '../src/omniscope/paths.ts';
import { projectExists } from '../src/omniscope/projects.ts';
import { inputFieldsOf } from '../src/zapier/fields/field.ts';
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
  folder: folderField({
    key: 'folder',
    label: 'Folder',
    placeholder: 'Sales',
    help: 'The folder of the project. Leave blank for the root folder.',
  }),
};

export default (runtime: Runtime) =>
  defineSearch({
    key: 'find_project',
    noun: 'Project',
    display: {
      label: 'Find Project',
      description:
        'Finds a project by its name and folder, and returns its path for the next steps. Use it before an action on a project that may not exist.',
    },
    operation: {
      inputFields: inputFieldsOf(fields, runtime),
      perform: createPerform(runtime, fields, async ({ name, folder }, { api, server }) => {
        const path = projectInFolder(folder, name);
        return (await projectExists(api, path)) ? [projectResult(server, name, path)] : [];
      }),
      sample: projectSample,
      outputFields: projectOutputFields,
    },
  });
