import { defineSearch } from 'zapier-platform-core';
import { findJob } from '../src/omniscope/jobs/find-job.ts';
import { executionResult } from '../src/zapier/execution/result.ts';
import { executionOutputFields, executionSample } from '../src/zapier/execution/sample.ts';
import { copyField, jobIdField } from '../src/zapier/fields/execution-fields.ts';
import { inputFieldsOf } from '../src/zapier/fields/field.ts';
import { projectField } from '../src/zapier/fields/project-fields.ts';
import { createPerform } from '../src/zapier/operation/step-context.ts';
import type { Runtime } from '../src/zapier/platform/runtime.ts';

const fields = { project: projectField, jobId: jobIdField, lambdaProject: copyField };

export default (runtime: Runtime) =>
  defineSearch({
    key: 'find_execution',
    noun: 'Execution',
    display: {
      label: 'Find Execution',
      description:
        'Finds a run by its job ID and returns its current state without waiting. To wait until the run has finished, use Wait for Execution.',
    },
    operation: {
      inputFields: inputFieldsOf(fields, runtime),
      perform: createPerform(runtime, fields, async (input, { api, server }) => {
        const job = { ...input, id: input.jobId, startedAt: null };
        const status = await findJob(api, job);
        if (status === null) return [];
        return [executionResult(server, job, { kind: 'status', status })];
      }),
      sample: executionSample,
      outputFields: executionOutputFields,
    },
  });
