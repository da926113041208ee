import { defineTrigger } from 'zapier-platform-core';
import { OmniscopeError } from '../src/omniscope/errors.ts';
import { fetchParameters, findParameters } from '../src/omniscope/parameters.ts';
import { formatPath } from '../src/omniscope/paths.ts';
import { StepError } from '../src/zapier/errors/error-codes.ts';
import { inputFieldsOf } from '../src/zapier/fields/field.ts';
import { parameterNamesField } from '../src/zapier/fields/parameter-name-fields.ts';
import { parameterOutputFields } from '../src/zapier/fields/parameter-output.ts';
import { projectField } from '../src/zapier/fields/project-fields.ts';
import { changesFor, sampleChanges } from '../src/zapier/history/parameter-history.ts';
import { updateHistory } from '../src/zapier/history/update-history.ts';
import { watchedParameters } from '../src/zapier/history/watched-parameters.ts';
import { createPerform } from '../src/zapier/operation/step-context.ts';
import { cacheDeadline } from '../src/zapier/platform/deadlines.ts';
import type { Runtime } from '../src/zapier/platform/runtime.ts';
import { CacheUnavailableError, createStepCache } from '../src/zapier/platform/step-cache.ts';

const fields = {
  project: projectField,
  names: parameterNamesField({
    key: 'names',
    label: 'Parameters',
    textOnly: false,
    help: 'The parameters to watch. Leave blank to watch all parameters of the project.',
  }),
};

export default (runtime: Runtime) =>
  defineTrigger({
    key: 'parameter_changed',
    noun: 'Parameter',
    display: {
      label: 'Updated Parameter',
      description:
        'Triggers when the value of a project parameter changes, by a person or by a workflow.',
    },
    operation: {
      type: 'polling',
      inputFields: inputFieldsOf(fields, runtime),
      perform: createPerform(runtime, fields, async ({ project, names }, step) => {
        const { api, connection } = step;
        const fetchedAt = runtime.clock.now();
        const parameters = await fetchParameters(api, project);
        const watched = watchedParameters(parameters, names);
        if (step.isEditorTest) {
          const unknown = names.find((name) => findParameters(parameters, name).length === 0);
          if (unknown !== undefined) {
            const details = { parameter: unknown, project: formatPath(project) };
            throw new OmniscopeError('parameter-not-found', details);
          }
          return sampleChanges(watched);
        }
        try {
          const cache = createStepCache(step.z, runtime.clock, cacheDeadline(api.deadline));
          const history = await updateHistory(
            cache,
            runtime,
            { connection, project, names },
            { parameters: watched, fetchedAt },
          );
          return changesFor(history, watched);
        } catch (error) {
          if (!(error instanceof CacheUnavailableError)) throw error;
          throw new StepError('cache-unavailable', { purpose: 'trigger' });
        }
      }),
      sample: {
        id: '5f2c9a6b7d1e4c3a9b8f7e6d',
        name: 'Region',
        type: 'TEXT',
        value: 'EMEA',
        previous_value: 'APAC',
      },
      outputFields: [...parameterOutputFields, { key: 'previous_value', label: 'Previous Value' }],
    },
  });
