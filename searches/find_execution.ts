import { defineInputFields, defineSearch } from 'zapier-platform-core';
import { findJob } from '../src/omniscope/jobs/find-job.ts';
import { apiOf, connectionOf } from '../src/zapier/connection.ts';
import { withCases } from '../src/zapier/errors/raise.ts';
import { parseJob } from '../src/zapier/execution/job-input.ts';
import { executionResult } from '../src/zapier/execution/result.ts';
import { executionOutputFields, executionSample } from '../src/zapier/execution/sample.ts';
import {
  jobIdField,
  lambdaPathField,
  projectField,
} from '../src/zapier/fields/execution-fields.ts';
import type { Runtime } from '../src/zapier/runtime.ts';

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
      perform: withCases(async (z, bundle) => {
        const connection = connectionOf(bundle, runtime);
        const job = parseJob(bundle.inputData, connection.server);
        const reading = await findJob(apiOf(z, connection, runtime), job);
        if (reading === null) return [];
        return [executionResult(connection.server, job, { kind: 'read', reading }, null)];
      }),
      sample: executionSample,
      outputFields: executionOutputFields,
    },
  });
