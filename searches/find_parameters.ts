import { defineSearch } from 'zapier-platform-core';
import { fetchParameters, findParameters } from '../src/omniscope/parameters.ts';
import { inputFieldsOf } from '../src/zapier/fields/field.ts';
import { parameterNameField } from '../src/zapier/fields/parameter-name-fields.ts';
import {
  parameterOutput,
  parameterOutputFields,
  parameterSample,
} from '../src/zapier/fields/parameter-output.ts';
import { projectField } from '../src/zapier/fields/project-fields.ts';
import { createPerform } from '../src/zapier/operation/step-context.ts';
import type { Runtime } from '../src/zapier/platform/runtime.ts';

const fields = {
  project: projectField,
  name: parameterNameField({
    key: 'name',
    label: 'Parameter',
    textOnly: false,
    help: 'The parameter to find. Leave blank to find all of them: Zapier then continues with the first one, unless you have it return all results as line items.',
  }),
};

export default (runtime: Runtime) =>
  defineSearch({
    key: 'find_parameters',
    noun: 'Parameter',
    display: {
      label: 'Find Parameter',
      description:
        'Finds a parameter of a project, or all of them, and returns the current value. To change a value, use Update Parameters.',
    },
    operation: {
      inputFields: inputFieldsOf(fields, runtime),
      perform: createPerform(runtime, fields, async ({ project, name }, { api }) => {
        const parameters = await fetchParameters(api, project);
        const found = name === null ? parameters : findParameters(parameters, name);
        return found.map(parameterOutput);
      }),
      sample: parameterSample,
      outputFields: parameterOutputFields,
    },
  });
