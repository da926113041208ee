import { defineInputFields, defineSearch } from 'zapier-platform-core';
import { findJob } from '../src/omniscope/jobs/find-job.ts';
import { createApi, parseConnection } from '../src/zapier/auth/connection.ts';
import { withErrorHandling } from '../src/zapier/errors/to-zapier-error.ts';
import { parseJob } from '../src/zapier/execution/job-input.ts';
import { executionResult } from '../src/zapier/execution/result.ts';
import { executionOutputFields, executionSample } from '../src/zapier/execution/sample.ts';
import {
  jobIdField,
  lambdaPathField,
  projectField,
} from '../src/zapier/fields/execution-fields.ts';
import type { Runtime } from '../src/zapier/platform/runtime.ts';

const fields = defineInputFields([projectField, jobIdField, lambdaPathField]);

export default (runtime: Runtime) =>
  defineSearch({
    key: 'find_execution',
    noun: 'Execution',
    display: {
      label: 'Find Execution',
      description: 'Finds a run by its job ID and returns its current state.',
    },
    operation: {
      inputFields: fields,
      perform: withErrorHandling(async (z, bundle) => {
        const connection = parseConnection(bundle, runtime);
        const job = parseJob(bundle.inputData, connection.server);
        const reading = await findJob(createApi(z, connection, runtime), job);
        if (reading === null) return [];
        return [executionResult(connection.server, job, { kind: 'read', reading }, null)];
      }),
      sample: executionSample,
      outputFields: executionOutputFields,
    },
  });
