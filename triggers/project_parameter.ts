import { type Bundle, defineTrigger, type ZObject } from 'zapier-platform-core';
import { fetchParameters } from '../src/omniscope/parameters.ts';
import { inputFieldsOf } from '../src/zapier/fields/field.ts';
import {
  parameterOutput,
  parameterOutputFields,
  parameterSample,
} from '../src/zapier/fields/parameter-output.ts';
import { isBlank } from '../src/zapier/fields/plain-values.ts';
import { isUnresolved, projectField } from '../src/zapier/fields/project-fields.ts';
import { createPerform } from '../src/zapier/operation/step-context.ts';
import type { Runtime } from '../src/zapier/platform/runtime.ts';

const fields = { project: projectField };

/** Fills the dropdowns of parameters; it is hidden from people as a trigger. */
export default (runtime: Runtime) => {
  const listParameters = createPerform(runtime, fields, async ({ project }, { api }) =>
    (await fetchParameters(api, project)).map(parameterOutput),
  );
  return defineTrigger({
    key: 'project_parameter',
    noun: 'Parameter',
    display: {
      label: 'List of Parameters',
      description: 'Triggers when the parameters of a project are listed.',
      hidden: true,
    },
    operation: {
      type: 'polling',
      inputFields: inputFieldsOf(fields, runtime),
      perform: async (z: ZObject, bundle: Bundle) => {
        // A dropdown may be opened before the project is filled in.
        const { project } = bundle.inputData;
        return isBlank(project) || isUnresolved(project) ? [] : listParameters(z, bundle);
      },
      sample: parameterSample,
      outputFields: parameterOutputFields,
    },
  });
};
