import { defineCreate } from 'zapier-platform-core';
import { OmniscopeError } from '../src/omniscope/errors.ts';
import { updateParameters } from '../src/omniscope/parameters.ts';
import { formatPath } from '../src/omniscope/paths.ts';
import { projectPageUrl } from '../src/omniscope/urls.ts';
import { inputFieldsOf } from '../src/zapier/fields/field.ts';
import { parameterNamesField } from '../src/zapier/fields/parameter-name-fields.ts';
import { parametersField, withCleared } from '../src/zapier/fields/parameters-field.ts';
import { projectField } from '../src/zapier/fields/project-fields.ts';
import { createPerform } from '../src/zapier/operation/step-context.ts';
import type { Runtime } from '../src/zapier/platform/runtime.ts';

const fields = {
  project: projectField,
  parameters: parametersField({ files: false }),
  clear: parameterNamesField({
    key: 'clear',
    label: 'Clear Parameters',
    textOnly: true,
    help: 'Text parameters to empty. A parameter that is cleared must not have a value above.',
  }),
};

export default (runtime: Runtime) =>
  defineCreate({
    key: 'update_parameters',
    noun: 'Parameter',
    display: {
      label: 'Update Parameters',
      description:
        'Changes parameters of a project, keeps all others, and returns the names of those that it changed. It runs nothing: to set parameters and run in one step, use Execute Workflow.',
    },
    operation: {
      inputFields: inputFieldsOf(fields, runtime),
      perform: createPerform(runtime, fields, async (input, { api, server }) => {
        const { project } = input;
        const updates = withCleared(input.parameters.updates, input.clear);
        if (updates.length === 0) throw new OmniscopeError('nothing-to-update', {});
        const { status } = await updateParameters(api, project, updates);
        return {
          id: formatPath(project),
          project_path: formatPath(project),
          project_url: projectPageUrl(server, project),
          updated: updates.map(({ name }) => name),
          status,
        };
      }),
      sample: {
        id: 'Sales/Monthly Report.iox',
        project_path: 'Sales/Monthly Report.iox',
        project_url: 'https://omniscope.example.com/Sales/Monthly%20Report.iox/',
        updated: ['Region', 'Year'],
        status: 'SUCCESS',
      },
      outputFields: [
        { key: 'id', label: 'ID', type: 'string' },
        { key: 'project_path', label: 'Project Path', type: 'string' },
        { key: 'project_url', label: 'Project URL', type: 'string' },
        { key: 'updated', label: 'Updated Parameters', type: 'string', list: true },
        { key: 'status', label: 'Status', type: 'string' },
      ],
    },
  });
