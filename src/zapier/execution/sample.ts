import type { PlainOutputField } from 'zapier-platform-core';
import type { ExecutionResult } from './result.ts';

/** What a person sees before the first test; of the same shape as every result. */
export const executionSample: ExecutionResult = {
  id: 'EA238_3',
  job_id: 'EA238_3',
  job_state: 'COMPLETED',
  outcome: 'succeeded',
  finished: true,
  succeeded: true,
  execution_time: 12.5,
  started_at: '2026-01-31T09:00:00.000Z',
  project_path: 'Sales/Monthly Report.iox',
  project_url: 'https://omniscope.example.com/Sales/Monthly%20Report.iox/',
  lambda_project_path: null,
  lambda_project_url: null,
  error_type: null,
  error_message: null,
  message: 'The workflow finished successfully.',
  parameters: null,
  rows: null,
  posted: null,
};

export const lambdaSample: ExecutionResult = {
  ...executionSample,
  lambda_project_path: 'Sales/.run/Lambda Monthly Report MTYxNDE2NTQzMTgwMysxMTk=.iox',
  lambda_project_url:
    'https://omniscope.example.com/Sales/.run/Lambda%20Monthly%20Report%20MTYxNDE2NTQzMTgwMysxMTk%3D.iox/',
};

export const executionOutputFields: PlainOutputField[] = [
  { key: 'id', label: 'ID', type: 'string' },
  { key: 'job_id', label: 'Job ID', type: 'string' },
  { key: 'job_state', label: 'Job State', type: 'string' },
  { key: 'outcome', label: 'Outcome', type: 'string' },
  // A reader, or an agent, that sees "no" here must know what comes next.
  { key: 'finished', label: 'Finished (If No, Use Wait for Execution)', type: 'boolean' },
  { key: 'succeeded', label: 'Succeeded', type: 'boolean' },
  { key: 'execution_time', label: 'Execution Time', type: 'number' },
  { key: 'started_at', label: 'Started At', type: 'datetime' },
  { key: 'project_path', label: 'Project Path', type: 'string' },
  { key: 'project_url', label: 'Project URL', type: 'string' },
  { key: 'lambda_project_path', label: 'Path of the Isolated Copy', type: 'string' },
  { key: 'lambda_project_url', label: 'URL of the Isolated Copy', type: 'string' },
  { key: 'error_type', label: 'Error Type', type: 'string' },
  { key: 'error_message', label: 'Error Message', type: 'string' },
  { key: 'message', label: 'Message', type: 'string' },
  { key: 'parameters', label: 'Parameters', dict: true },
  { key: 'rows', label: 'Rows', list: true },
  // Without a type: whatever JSON the workflow posts.
  { key: 'posted', label: 'Posted Data' },
];
