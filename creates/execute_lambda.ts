import { defineCreate } from 'zapier-platform-core';
import { startLambda } from '../src/omniscope/jobs/start-job.ts';
import { StepError } from '../src/zapier/errors/error-codes.ts';
import { mergeUpdates } from '../src/zapier/execution/callback.ts';
import { execute } from '../src/zapier/execution/execute.ts';
import { resume } from '../src/zapier/execution/resume.ts';
import { executionOutputFields, lambdaSample } from '../src/zapier/execution/sample.ts';
import { startWhenFree } from '../src/zapier/execution/start-when-free.ts';
import { booleanField } from '../src/zapier/fields/basic-fields.ts';
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
import { withUpload } from '../src/zapier/files/upload.ts';
import { createPerform } from '../src/zapier/operation/step-context.ts';
import type { Runtime } from '../src/zapier/platform/runtime.ts';

const KEY = 'execute_lambda';

const fields = {
  project: projectField,
  parameters: parametersField({ files: true }),
  blocks: blocksField,
  keepProject: booleanField({
    key: 'keep_project',
    label: 'Keep the Copy',
    default: false,
    group: ADVANCED,
    help: 'Keep the isolated copy of the project after the run, to look at it or to read its parameters. You have to delete it in Omniscope afterwards.',
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
      label: 'Execute Isolated Workflow (Lambda)',
      description:
        'Runs an isolated copy of a project with its own parameters and files, and returns the outcome. Use it for runs side by side and for files. If the result says that the run is not finished, add Wait for Execution next.',
    },
    operation: {
      inputFields: inputFieldsOf(fields, runtime),
      inputFieldGroups,
      perform: createPerform(runtime, fields, (input, step) => {
        const { project, parameters, keepProject } = input;
        const readsCopy = input.returnParameters || input.rowsParameter !== null;
        if (readsCopy && !keepProject) throw new StepError('copy-not-kept', {});
        return execute(step, { ...input, operation: KEY }, (callbackUpdates) =>
          startWhenFree(step, 'retry', () =>
            withUpload(step.z, step.api, step.runtime, parameters.files, (upload) =>
              startLambda(
                step.api,
                {
                  project,
                  blocks: input.blocks,
                  updates: mergeUpdates(callbackUpdates, parameters.updates),
                  deleteExecutionOnFinish: !keepProject,
                },
                upload,
              ),
            ),
          ),
        );
      }),
      performResume: createPerform(runtime, fields, (input, step) =>
        resume(step, { ...input, operation: KEY }),
      ),
      sample: lambdaSample,
      outputFields: executionOutputFields,
    },
  });
