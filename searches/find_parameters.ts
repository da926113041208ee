import { defineInputFields, defineSearch } from 'zapier-platform-core';
import { parametersNamed, readParameters } from '../src/omniscope/parameters.ts';
import { withCases } from '../src/zapier/errors/raise.ts';
import { projectField } from '../src/zapier/fields/execution-fields.ts';
import { parameterName } from '../src/zapier/fields/inputs.ts';
import {
  parameterOutput,
  parameterOutputFields,
  parameterSample,
} from '../src/zapier/fields/parameter-output.ts';
import { projectInput } from '../src/zapier/project-input.ts';
import type { Runtime } from '../src/zapier/runtime.ts';

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
      perform: withCases(async (z, bundle) => {
        const { project, api } = projectInput(z, bundle, runtime);
        const wanted = parameterName(bundle.inputData.name, 'Parameter');
        const parameters = await readParameters(api, project);
        const found = wanted === null ? parameters : parametersNamed(parameters, wanted);
        return found.map(parameterOutput);
      }),
      sample: parameterSample,
      outputFields: parameterOutputFields,
    },
  });
