import { defineCreate } from 'zapier-platform-core';
import { startWorkflow } from '../src/omniscope/jobs/start-job.ts';
import { mergeUpdates } from '../src/zapier/execution/callback.ts';
import { execute } from '../src/zapier/execution/execute.ts';
import { resume } from '../src/zapier/execution/resume.ts';
import { executionOutputFields, executionSample } from '../src/zapier/execution/sample.ts';
import { startWhenFree } from '../src/zapier/execution/start-when-free.ts';
import { booleanField, choiceField } from '../src/zapier/fields/basic-fields.ts';
import {
  ADVANCED,
  blocksField,
  callbackParameterField,
  inputFieldGroups,
  outcomeFields,
  waitField,
} from '../src/zapier/fields/execution-fields.ts';
import { inputFieldsOf } from '../src/zapier/fields/field.ts';
import { parametersField } from '../src/zapier/fields/parameters-field.ts';
import { projectField } from '../src/zapier/fields/project-fields.ts';
import { createPerform } from '../src/zapier/operation/step-context.ts';
import type { Runtime } from '../src/zapier/platform/runtime.ts';

const KEY = 'execute_workflow';

const fields = {
  project: projectField,
  parameters: parametersField({ files: false }),
  blocks: blocksField,
  refreshFromSource: booleanField({
    key: 'refresh_from_source',
    label: 'Refresh from Source',
    default: false,
    help: 'Load the data from its sources again instead of reusing what was loaded before.',
  }),
  ifRunning: choiceField({
    key: 'if_running',
    label: 'If Already Running',
    choices: {
      retry: 'Wait and try again',
      replace: 'Cancel that run and start this one',
      stop: 'Stop this Zap run',
    },
    default: 'retry',
    group: ADVANCED,
    help: 'A project runs one job at a time. What to do when it is already running.',
  }),
  wait: waitField,
  ...outcomeFields,
  callbackParameter: callbackParameterField,
};

export default (runtime: Runtime) =>
  defineCreate({
    key: KEY,
    noun: 'Execution',
    display: {
      label: 'Execute Workflow',
      description:
        'Runs the workflow of a project, with its parameters set, and returns the outcome. Use it for anything that a project does. If the result says that the run is not finished, add Wait for Execution next.',
    },
    operation: {
      inputFields: inputFieldsOf(fields, runtime),
      inputFieldGroups,
      perform: createPerform(runtime, fields, (input, step) =>
        execute(step, { ...input, operation: KEY }, (callbackUpdates) =>
          startWhenFree(step, input.ifRunning, () =>
            startWorkflow(step.api, {
              project: input.project,
              blocks: input.blocks,
              updates: mergeUpdates(callbackUpdates, input.parameters.updates),
              refreshFromSource: input.refreshFromSource,
              cancelExisting: input.ifRunning === 'replace',
            }),
          ),
        ),
      ),
      performResume: createPerform(runtime, fields, (input, step) =>
        resume(step, { ...input, operation: KEY }),
      ),
      sample: executionSample,
      outputFields: executionOutputFields,
    },
  });
