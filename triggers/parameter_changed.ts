import { defineInputFields, defineTrigger } from 'zapier-platform-core';
import { type Parameter, parametersNamed, readParameters } from '../src/omniscope/parameters.ts';
import { Problem } from '../src/omniscope/problem.ts';
import { pathText } from '../src/omniscope/project-path.ts';
import { changesFor, currentAsChanges } from '../src/zapier/changes/change-log.ts';
import { pollChanges } from '../src/zapier/changes/poll-changes.ts';
import { caseError, withCases } from '../src/zapier/errors/raise.ts';
import { projectField } from '../src/zapier/fields/execution-fields.ts';
import { parameterNames } from '../src/zapier/fields/inputs.ts';
import { parameterOutputFields } from '../src/zapier/fields/parameter-output.ts';
import { MemoryUnavailable, memoryOf } from '../src/zapier/memory.ts';
import { projectInput } from '../src/zapier/project-input.ts';
import type { Runtime } from '../src/zapier/runtime.ts';
import { lastWord } from '../src/zapier/time-limits.ts';

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
        const { connection, project, api } = projectInput(z, bundle, runtime);
        const names = parameterNames(bundle.inputData.names, 'Parameters');
        const readAt = runtime.clock.now();
        const parameters = await readParameters(api, project);
        const watched = names.flatMap((name) => namesMeant(parameters, name));
        if (bundle.meta?.isLoadingSample) {
          const unknown = names.find((name) => parametersNamed(parameters, name).length === 0);
          if (unknown !== undefined) {
            const details = { parameter: unknown, project: pathText(project) };
            throw new Problem('parameter-not-found', details);
          }
          return currentAsChanges(parameters, watched);
        }
        try {
          const memory = memoryOf(z, runtime.clock, lastWord(api.deadline));
          const reading = { parameters, readAt };
          const log = await pollChanges(memory, runtime, connection, project, reading);
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
      outputFields: [...parameterOutputFields, { key: 'previous_value', label: 'Previous Value' }],
    },
  });

/** A parameter that is gone for now is watched all the same: it may come back. */
function namesMeant(parameters: readonly Parameter[], name: string): string[] {
  const found = parametersNamed(parameters, name);
  return found.length === 0 ? [name] : found.map((parameter) => parameter.name);
}
