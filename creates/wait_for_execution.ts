import { defineCreate } from 'zapier-platform-core';
import { executionOutputFields, executionSample } from '../src/zapier/execution/sample.ts';
import { waitForJob } from '../src/zapier/execution/wait.ts';
import { instantField, integerField } from '../src/zapier/fields/basic-fields.ts';
import {
  copyField,
  inputFieldGroups,
  jobIdField,
  outcomeFields,
} from '../src/zapier/fields/execution-fields.ts';
import { inputFieldsOf } from '../src/zapier/fields/field.ts';
import { projectField } from '../src/zapier/fields/project-fields.ts';
import { createPerform } from '../src/zapier/operation/step-context.ts';
import type { Runtime } from '../src/zapier/platform/runtime.ts';

const fields = {
  project: projectField,
  jobId: jobIdField,
  lambdaProject: copyField,
  startedAt: instantField({
    key: 'started_at',
    label: 'Started At',
    help: 'Map Started At from the step that started the run: the timeout counts from there.',
  }),
  timeoutMinutes: integerField({
    key: 'timeout_minutes',
    label: 'Timeout (Minutes)',
    default: 60,
    min: 1,
    // Zapier holds a waiting step for 30 days at most.
    max: 30 * 24 * 60,
    help: 'How long to wait, from the start of the run. After that, "If It Fails" decides: an error, or the unfinished result.',
  }),
  ...outcomeFields,
};

export default (runtime: Runtime) =>
  defineCreate({
    key: 'wait_for_execution',
    noun: 'Execution',
    display: {
      label: 'Wait for Execution',
      description:
        'Waits until a run that an earlier step started has finished, for minutes or hours, and returns its outcome. Use it after an action whose result is not finished.',
    },
    operation: {
      inputFields: inputFieldsOf(fields, runtime),
      inputFieldGroups,
      perform: createPerform(runtime, fields, (input, step) => {
        const { jobId: id, project, lambdaProject, startedAt } = input;
        return waitForJob(step, { ...input, job: { id, project, lambdaProject, startedAt } });
      }),
      sample: executionSample,
      outputFields: executionOutputFields,
    },
  });
