import { defineCreate, defineInputFields } from 'zapier-platform-core';
import { OmniscopeError } from '../src/omniscope/errors.ts';
import { updateParameters } from '../src/omniscope/parameters.ts';
import { formatPath } from '../src/omniscope/paths.ts';
import { projectPageUrl } from '../src/omniscope/urls.ts';
import { withErrorHandling } from '../src/zapier/errors/to-zapier-error.ts';
import { parametersField, projectField } from '../src/zapier/fields/execution-fields.ts';
import { parameterFields } from '../src/zapier/fields/parameter-fields.ts';
import { parseParameters } from '../src/zapier/fields/parameter-values.ts';
import { parseProjectInput } from '../src/zapier/fields/project-input.ts';
import type { Runtime } from '../src/zapier/platform/runtime.ts';

const fields = defineInputFields([projectField, parametersField]);

export default (runtime: Runtime) =>
  defineCreate({
    key: 'update_parameters',
    noun: 'Parameter',
    display: {
      label: 'Update Parameters',
      description: 'Changes parameters of a project and leaves all others as they are.',
    },
    operation: {
      inputFields: [...fields, parameterFields(runtime, { files: false })],
      perform: withErrorHandling(async (z, bundle) => {
        const { connection, project, api } = parseProjectInput(z, bundle, runtime);
        const { updates } = parseParameters(bundle.inputData);
        if (updates.length === 0) throw new OmniscopeError('nothing-to-update', {});
        const { status } = await updateParameters(api, project, updates);
        return {
          id: formatPath(project),
          project_path: formatPath(project),
          project_url: projectPageUrl(connection.server, project),
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
