import { defineInputFields, defineSearch } from 'zapier-platform-core';
import { fetchParameters, findParameters } from '../src/omniscope/parameters.ts';
import { withErrorHandling } from '../src/zapier/errors/to-zapier-error.ts';
import { projectField } from '../src/zapier/fields/execution-fields.ts';
import {
  parameterOutput,
  parameterOutputFields,
  parameterSample,
} from '../src/zapier/fields/parameter-output.ts';
import { parseParameterName } from '../src/zapier/fields/parse-inputs.ts';
import { parseProjectInput } from '../src/zapier/fields/project-input.ts';
import type { Runtime } from '../src/zapier/platform/runtime.ts';

const fields = defineInputFields([
  projectField,
  {
    key: 'name',
    label: 'Parameter',
    type: 'string',
    dynamic: 'project_parameter.id.name',
    dependsOn: ['project'],
    required: false,
    helpText:
      'The parameter to find. Leave it blank to find all of them: Zapier then goes on with the first one, unless you have it return all results as line items.',
  },
]);

export default (runtime: Runtime) =>
  defineSearch({
    key: 'find_parameters',
    noun: 'Parameter',
    display: {
      label: 'Find Parameter',
      description: 'Finds a parameter of a project, or all of them, with the current value.',
    },
    operation: {
      inputFields: fields,
      perform: withErrorHandling(async (z, bundle) => {
        const { project, api } = parseProjectInput(z, bundle, runtime);
        const wanted = parseParameterName(bundle.inputData.name, 'Parameter');
        const parameters = await fetchParameters(api, project);
        const found = wanted === null ? parameters : findParameters(parameters, wanted);
        return found.map(parameterOutput);
      }),
      sample: parameterSample,
      outputFields: parameterOutputFields,
    },
  });
