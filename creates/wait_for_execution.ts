import { defineCreate, defineInputFields } from 'zapier-platform-core';
import { withErrorHandling } from '../src/zapier/errors/to-zapier-error.ts';
import { parseOutcome } from '../src/zapier/execution/input.ts';
import { parseJob } from '../src/zapier/execution/job-input.ts';
import { executionOutputFields, executionSample } from '../src/zapier/execution/sample.ts';
import { waitForJob } from '../src/zapier/execution/wait.ts';
import {
  inputFieldGroups,
  jobIdField,
  lambdaPathField,
  outcomeFields,
  projectField,
} from '../src/zapier/fields/execution-fields.ts';
import { parseInteger } from '../src/zapier/fields/parse-inputs.ts';
import type { Runtime } from '../src/zapier/platform/runtime.ts';

/** Zapier holds a waiting step for 30 days at most; a longer wait could not be kept. */
const LONGEST_TIMEOUT_MINUTES = 30 * 24 * 60;

const fields = defineInputFields([
  projectField,
  jobIdField,
  lambdaPathField,
  {
    key: 'started_at',
    label: 'Started At',
    type: 'datetime',
    required: false,
    helpText: 'Map Started At from the step that started the run: the timeout counts from there.',
  },
  {
    key: 'timeout_minutes',
    label: 'Timeout (Minutes)',
    type: 'integer',
    default: '60',
    required: false,
    helpText: 'How long to wait, from the start of the run, before this step ends with an error.',
  },
  ...outcomeFields,
]);

export default (runtime: Runtime) =>
  defineCreate({
    key: 'wait_for_execution',
    noun: 'Execution',
    display: {
      label: 'Wait for Execution',
      description: 'Waits until a run has finished, for minutes or hours, and returns its outcome.',
    },
    operation: {
      inputFields: fields,
      inputFieldGroups,
      perform: withErrorHandling((z, bundle) =>
        waitForJob(z, bundle, runtime, ({ server }) => ({
          job: parseJob(bundle.inputData, server),
          timeoutMinutes: parseInteger(bundle.inputData.timeout_minutes, 'Timeout (Minutes)', {
            min: 1,
            max: LONGEST_TIMEOUT_MINUTES,
            defaultValue: 60,
          }),
          ...parseOutcome(bundle.inputData),
        })),
      ),
      sample: executionSample,
      outputFields: executionOutputFields,
    },
  });
