import { defineCreate, defineInputFields } from 'zapier-platform-core';
import { hasCode } from '../src/omniscope/errors.ts';
import { startWorkflow } from '../src/omniscope/jobs/start-job.ts';
import { toZapierError, withErrorHandling } from '../src/zapier/errors/to-zapier-error.ts';
import { execute } from '../src/zapier/execution/execute.ts';
import { parseExecution } from '../src/zapier/execution/input.ts';
import { resume } from '../src/zapier/execution/resume.ts';
import { executionOutputFields, executionSample } from '../src/zapier/execution/sample.ts';
import {
  ADVANCED,
  blocksField,
  callbackParameterField,
  inputFieldGroups,
  outcomeFields,
  parametersField,
  projectField,
  waitField,
} from '../src/zapier/fields/execution-fields.ts';
import { parameterFields } from '../src/zapier/fields/parameter-fields.ts';
import { parseBoolean, parseChoice } from '../src/zapier/fields/parse-inputs.ts';
import type { Runtime } from '../src/zapier/platform/runtime.ts';

const KEY = 'execute_workflow';

const fields = defineInputFields([
  projectField,
  parametersField,
  blocksField,
  {
    key: 'refresh_from_source',
    label: 'Refresh from Source',
    type: 'boolean',
    default: 'false',
    required: false,
    helpText: 'Load the data from its sources again instead of using what was loaded before.',
  },
  {
    key: 'if_running',
    label: 'If Already Running',
    type: 'string',
    choices: {
      retry: 'Wait and try again',
      replace: 'Cancel that run and start this one',
      stop: 'Stop this Zap run',
    },
    default: 'retry',
    required: false,
    group: ADVANCED,
    helpText: 'A project runs one job at a time. What to do when it is already running.',
  },
  waitField,
  ...outcomeFields,
  callbackParameterField,
]);

export default (runtime: Runtime) =>
  defineCreate({
    key: KEY,
    noun: 'Execution',
    display: {
      label: 'Execute Workflow',
      description: 'Runs the workflow of a project and returns its outcome.',
    },
    operation: {
      inputFields: [...fields, parameterFields(runtime, { files: false })],
      inputFieldGroups,
      perform: withErrorHandling((z, bundle) =>
        execute(z, bundle, runtime, ({ server }) => {
          const { inputData } = bundle;
          const input = parseExecution(inputData, server);
          const ifRunning = parseChoice(inputData.if_running, 'If Already Running', IF_RUNNING);
          const refresh = parseBoolean(inputData.refresh_from_source, 'Refresh from Source', false);
          return {
            ...input,
            operation: KEY,
            updates: input.parameters.updates,
            start: (api, updates) =>
              startWorkflow(api, {
                project: input.project,
                blocks: input.blocks,
                updates,
                refreshFromSource: refresh,
                cancelExisting: ifRunning === 'replace',
              }).catch((error) => {
                const isHalt = ifRunning === 'stop' && hasCode(error, 'project-busy');
                throw isHalt ? toZapierError(z, 'project-busy-halt', error.details) : error;
              }),
          };
        }),
      ),
      performResume: withErrorHandling((z, bundle) => resume(z, bundle, runtime)),
      sample: executionSample,
      outputFields: executionOutputFields,
    },
  });

const IF_RUNNING = ['retry', 'replace', 'stop'] as const;
