import { describe, expect, test } from '@jest/globals';
import type { Job, JobStatus } from '../../../src/omniscope/jobs/job.ts';
import { parseProjectPath } from '../../../src/omniscope/paths.ts';
import {
  executionResult,
  type KnownStatus,
  toKnownStatus,
} from '../../../src/zapier/execution/result.ts';
import { executionOutputFields, executionSample } from '../../../src/zapier/execution/sample.ts';
import { server } from '../../omniscope/fixture.ts';

const job: Job = {
  id: 'EA238_3',
  project: parseProjectPath('Sales/Monthly Report', server),
  lambdaProject: null,
  startedAt: null,
};
const lambdaJob: Job = {
  ...job,
  lambdaProject: parseProjectPath('Sales/.run/Copy MTY=', server),
  startedAt: Date.UTC(2026, 0, 31, 9),
};
const reading = (jobState: string, more: Partial<JobStatus> = {}): KnownStatus => ({
  kind: 'read',
  reading: { jobState, executionTime: null, errorType: null, errorMessage: null, ...more },
});
const result = (knowledge: KnownStatus, of = job) => executionResult(server, of, knowledge, null);

test('a result has the same keys, whatever happened, and they are the sample’s and the editor’s', () => {
  const knowledge: KnownStatus[] = [
    ...['COMPLETED', 'FAILED', 'CANCELLED', 'RUNNING', 'NEW'].map((state) => reading(state)),
    { kind: 'lost' },
    { kind: 'unheard' },
  ];
  for (const each of knowledge) {
    expect(Object.keys(result(each))).toEqual(Object.keys(executionSample));
    expect(Object.keys(result(each, lambdaJob))).toEqual(Object.keys(executionSample));
  }
  expect(executionOutputFields.map(({ key }) => key)).toEqual(Object.keys(executionSample));
});

describe('a result has succeeded only where the server says so', () => {
  test.each<[KnownStatus, string, boolean, boolean]>([
    [reading('COMPLETED'), 'COMPLETED', true, true],
    [reading('FINISHED'), 'FINISHED', true, true],
    [reading('FAILED'), 'FAILED', true, false],
    [reading('ERROR'), 'ERROR', true, false],
    [reading('CANCELLED'), 'CANCELLED', true, false],
    [reading('QUEUED'), 'QUEUED', false, false],
    [reading('SOMETHING_NEW'), 'SOMETHING_NEW', false, false],
    [{ kind: 'lost' }, 'UNKNOWN', true, false],
    [{ kind: 'unheard' }, 'UNKNOWN', false, false],
  ])('%j', (knowledge, job_state, finished, succeeded) => {
    expect(result(knowledge)).toMatchObject({ job_state, finished, succeeded });
  });
});

test('a result tells where the project and its copy are, and what the server said', () => {
  const failed = reading('FAILED', { executionTime: 1.5, errorType: 'E', errorMessage: 'm' });
  expect(result(failed, lambdaJob)).toMatchObject({
    id: 'EA238_3',
    job_id: 'EA238_3',
    execution_time: 1.5,
    started_at: '2026-01-31T09:00:00.000Z',
    project_path: 'Sales/Monthly Report.iox',
    project_url: 'https://omniscope.example.com/Sales/Monthly%20Report.iox/',
    lambda_project_path: 'Sales/.run/Copy MTY=.iox',
    lambda_project_url: 'https://omniscope.example.com/Sales/.run/Copy%20MTY%3D.iox/',
    error_type: 'E',
    error_message: 'm',
    message: 'The workflow failed: m',
  });
});

test('a result names the next step where the job still runs', () => {
  for (const each of [reading('RUNNING'), { kind: 'unheard' } as const]) {
    expect(result(each).message).toContain('Wait for Execution');
  }
});

test('a result has parameters by name where they were asked for, null included', () => {
  const parameters = [
    { name: 'Result', type: 'TEXT', value: 'a' },
    { name: 'Rows', type: 'NUMBER', value: null },
  ];
  const { parameters: given } = executionResult(server, job, reading('COMPLETED'), parameters);
  expect(given).toEqual({ Result: 'a', Rows: null });
  expect(result(reading('COMPLETED')).parameters).toBeNull();
});

test('a watch that ran out of time knows what it has heard last', () => {
  const last = { jobState: 'RUNNING', executionTime: 3, errorType: null, errorMessage: null };
  const ended = { kind: 'ended', reading: last } as const;
  expect(toKnownStatus(ended)).toEqual({ kind: 'read', reading: last });
  expect(toKnownStatus({ kind: 'lost', certain: true })).toEqual({ kind: 'lost' });
});
