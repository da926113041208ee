import { describe, expect, test } from '@jest/globals';
import type { Job } from '../../../src/omniscope/jobs/job.ts';
import { type JobStatus, phaseOf } from '../../../src/omniscope/jobs/job-status.ts';
import type { PollResult } from '../../../src/omniscope/jobs/poll-result.ts';
import { parseProjectPath } from '../../../src/omniscope/paths.ts';
import { executionResult } from '../../../src/zapier/execution/result.ts';
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
const polled = (state: string, more: Partial<JobStatus> = {}): PollResult => ({
  kind: 'status',
  status: { state, phase: phaseOf(state), executionTime: null, error: null, ...more },
});
const notFound: PollResult = { kind: 'not-found', certain: true };
const resultOf = (polled: PollResult | null, of = job) => executionResult(server, of, polled, null);

test('a result has the same keys, whatever happened, and they are the sample’s and the editor’s', () => {
  const results: (PollResult | null)[] = [
    ...['COMPLETED', 'FAILED', 'CANCELLED', 'RUNNING', 'NEW'].map((state) => polled(state)),
    notFound,
    null,
  ];
  for (const each of results) {
    expect(Object.keys(resultOf(each))).toEqual(Object.keys(executionSample));
    expect(Object.keys(resultOf(each, lambdaJob))).toEqual(Object.keys(executionSample));
  }
  expect(executionOutputFields.map(({ key }) => key)).toEqual(Object.keys(executionSample));
});

describe('a result has succeeded only where the server says so', () => {
  test.each<[PollResult | null, string, boolean, boolean]>([
    [polled('COMPLETED'), 'COMPLETED', true, true],
    [polled('FINISHED'), 'FINISHED', true, true],
    [polled('FAILED'), 'FAILED', true, false],
    [polled('ERROR'), 'ERROR', true, false],
    [polled('CANCELLED'), 'CANCELLED', true, false],
    [polled('QUEUED'), 'QUEUED', false, false],
    [polled('SOMETHING_NEW'), 'SOMETHING_NEW', false, false],
    [notFound, 'UNKNOWN', true, false],
    [null, 'UNKNOWN', false, false],
  ])('%j', (known, job_state, finished, succeeded) => {
    expect(resultOf(known)).toMatchObject({ job_state, finished, succeeded });
  });
});

test('a result tells where the project and its copy are, and what the server said', () => {
  const failed = polled('FAILED', { executionTime: 1.5, error: { type: 'E', message: 'm' } });
  expect(resultOf(failed, lambdaJob)).toMatchObject({
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
  for (const each of [polled('RUNNING'), null]) {
    expect(resultOf(each).message).toContain('Wait for Execution');
  }
});

test('a result has parameters by name where they were asked for, null included', () => {
  const parameters = [
    { name: 'Result', type: 'TEXT', value: 'a' },
    { name: 'Rows', type: 'NUMBER', value: null },
  ];
  const { parameters: given } = executionResult(server, job, polled('COMPLETED'), parameters);
  expect(given).toEqual({ Result: 'a', Rows: null });
  expect(resultOf(polled('COMPLETED')).parameters).toBeNull();
});
