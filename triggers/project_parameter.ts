import { defineInputFields, defineTrigger } from 'zapier-platform-core';
import { fetchParameters } from '../src/omniscope/parameters.ts';
import { withErrorHandling } from '../src/zapier/errors/to-zapier-error.ts';
import { projectField } from '../src/zapier/fields/execution-fields.ts';
import {
  parameterOutput,
  parameterOutputFields,
  parameterSample,
} from '../src/zapier/fields/parameter-output.ts';
import { isBlank } from '../src/zapier/fields/plain-values.ts';
import { parseProjectInput } from '../src/zapier/fields/project-input.ts';
import type { Runtime } from '../src/zapier/platform/runtime.ts';

const fields = defineInputFields([projectField]);

/** Feeds the dropdowns of parameters; nobody sees it as a trigger. */
export default (runtime: Runtime) =>
  defineTrigger({
    key: 'project_parameter',
    noun: 'Parameter',
    display: {
      label: 'List of Parameters',
      description: 'Triggers when the parameters of a project are listed.',
      hidden: true,
    },
    operation: {
      type: 'polling',
      inputFields: fields,
      perform: withErrorHandling(async (z, bundle) => {
        // A dropdown may be opened before the project is filled in.
        if (isBlank(bundle.inputData.project)) return [];
        const { project, api } = parseProjectInput(z, bundle, runtime);
        const parameters = await fetchParameters(api, project);
        return parameters.map(parameterOutput);
      }),
      sample: parameterSample,
      outputFields: parameterOutputFields,
    },
  });
