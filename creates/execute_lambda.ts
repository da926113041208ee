import { defineCreate, defineInputFields } from 'zapier-platform-core';
import { startLambda } from '../src/omniscope/jobs/start-job.ts';
import { toZapierError, withErrorHandling } from '../src/zapier/errors/to-zapier-error.ts';
import { execute } from '../src/zapier/execution/execute.ts';
import { parseExecution } from '../src/zapier/execution/input.ts';
import { resume } from '../src/zapier/execution/resume.ts';
import { executionOutputFields, lambdaSample } from '../src/zapier/execution/sample.ts';
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
import { parseBoolean } from '../src/zapier/fields/parse-inputs.ts';
import { withUpload } from '../src/zapier/files/upload.ts';
import type { Runtime } from '../src/zapier/platform/runtime.ts';

const KEY = 'execute_lambda';

const fields = defineInputFields([
  projectField,
  parametersField,
  {
    key: 'files',
    label: 'Files',
    type: 'file',
    dict: true,
    required: false,
    helpText:
      'Files to run with: the name of a file parameter of the project, and a file from an earlier step or an `https://` link. File parameters also show as separate fields.',
  },
  blocksField,
  {
    key: 'keep_project',
    label: 'Keep the Copy',
    type: 'boolean',
    default: 'false',
    required: false,
    group: ADVANCED,
    helpText:
      'Keep the isolated copy of the project after the run, to look at it or read its parameters. You have to remove it in Omniscope afterwards.',
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
      label: 'Execute Isolated Workflow (Lambda)',
      description:
        'Runs an isolated copy of a project with its own parameters and files, next to any other runs.',
    },
    operation: {
      inputFields: [...fields, parameterFields(runtime, { files: true })],
      inputFieldGroups,
      perform: withErrorHandling((z, bundle) =>
        execute(z, bundle, runtime, ({ server }) => {
          const input = parseExecution(bundle.inputData, server);
          const keepProject = parseBoolean(bundle.inputData.keep_project, 'Keep the Copy', false);
          if (input.returnParameters && !keepProject)
            throw toZapierError(z, 'keep-project-needed', {});
          return {
            ...input,
            operation: KEY,
            updates: input.parameters.updates,
            start: (api, updates) =>
              withUpload(z, api, runtime, input.parameters.files, (upload) =>
                startLambda(
                  api,
                  {
                    project: input.project,
                    blocks: input.blocks,
                    updates,
                    deleteExecutionOnFinish: !keepProject,
                  },
                  upload,
                ),
              ),
          };
        }),
      ),
      performResume: withErrorHandling((z, bundle) => resume(z, bundle, runtime)),
      sample: lambdaSample,
      outputFields: executionOutputFields,
    },
  });
