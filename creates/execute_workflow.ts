import { defineCreate, defineInputFields } from 'zapier-platform-core';
import { startWorkflow } from '../src/omniscope/jobs/start-job.ts';
import { isProblem } from '../src/omniscope/problem.ts';
import { caseError, withCases } from '../src/zapier/errors/raise.ts';
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
import { choice, flag } from '../src/zapier/fields/inputs.ts';
import { parameterFields } from '../src/zapier/fields/parameter-fields.ts';
import type { Runtime } from '../src/zapier/runtime.ts';

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
      perform: withCases((z, bundle) =>
        execute(z, bundle, runtime, ({ server }) => {
          const { inputData } = bundle;
          const input = parseExecution(inputData, server);
          const ifRunning = choice(inputData.if_running, 'If Already Running', IF_RUNNING);
          const refresh = flag(inputData.refresh_from_source, 'Refresh from Source', false);
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
                const isHalt = ifRunning === 'stop' && isProblem(error, 'project-busy');
                throw isHalt ? caseError(z, 'project-busy-halt', error.details) : error;
              }),
          };
        }),
      ),
      performResume: withCases((z, bundle) => resume(z, bundle, runtime)),
      sample: executionSample,
      outputFields: executionOutputFields,
    },
  });

const IF_RUNNING = ['retry', 'replace', 'stop'] as const;
