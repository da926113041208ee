import { defineInputFields, defineTrigger } from 'zapier-platform-core';
import { readParameters } from '../src/omniscope/parameters.ts';
import { parseProjectPath } from '../src/omniscope/project-path.ts';
import { changesFor, currentAsChanges } from '../src/zapier/changes/change-log.ts';
import { pollChanges } from '../src/zapier/changes/poll-changes.ts';
import { apiOf, connectionOf } from '../src/zapier/connection.ts';
import { caseError, withCases } from '../src/zapier/errors/raise.ts';
import { projectField } from '../src/zapier/fields/execution-fields.ts';
import { names } from '../src/zapier/fields/inputs.ts';
import { parameterOutputFields } from '../src/zapier/fields/parameter-output.ts';
import { MemoryUnavailable, memoryOf } from '../src/zapier/memory.ts';
import type { Runtime } from '../src/zapier/runtime.ts';

const fields = defineInputFields([
  projectField,
  {
    key: 'names',
    label: 'Parameters',
    type: 'string',
    list: true,
    dynamic: 'project_parameter.id.name',
    dependsOn: ['project'],
    required: false,
    helpText: 'The parameters to watch. Leave it blank to watch all parameters of the project.',
  },
]);

export default (runtime: Runtime) =>
  defineTrigger({
    key: 'parameter_changed',
    noun: 'Parameter',
    display: {
      label: 'Parameter Changed',
      description:
        'Triggers when the value of a project parameter changes, by a person or by a workflow.',
    },
    operation: {
      type: 'polling',
      inputFields: fields,
      perform: withCases(async (z, bundle) => {
        const connection = connectionOf(bundle, runtime);
        const project = parseProjectPath(bundle.inputData.project, connection.server);
        const watched = names(bundle.inputData.names, 'Parameters');
        const parameters = await readParameters(apiOf(z, connection, runtime), project);
        if (bundle.meta?.isLoadingSample) return currentAsChanges(parameters, watched);
        try {
          const memory = memoryOf(z, runtime.clock);
          const log = await pollChanges(memory, runtime.clock, connection, project, parameters);
          return changesFor(log, parameters, watched);
        } catch (error) {
          if (!(error instanceof MemoryUnavailable)) throw error;
          throw caseError(z, 'memory-unavailable', { effect: 'trigger' });
        }
      }),
      sample: {
        id: '5f2c9a6b7d1e4c3a9b8f7e6d',
        name: 'Region',
        type: 'TEXT',
        value: 'EMEA',
        previous_value: 'APAC',
      },
      outputFields: [
        ...parameterOutputFields,
        { key: 'previous_value', label: 'Previous Value', type: 'string' },
      ],
    },
  });
