import { describe, expect, test } from '@jest/globals';
import type { Job } from '../../../src/omniscope/jobs/job.ts';
import { type JobStatus, phaseOf } from '../../../src/omniscope/jobs/job-status.ts';
import type { PollResult } from '../../../src/omniscope/jobs/poll-result.ts';
import { parseProjectPath } from '../../../src/omniscope/paths.ts';
import { mergeUpdates } from '../../../src/zapier/execution/callback.ts';
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
const notFound: PollResult = { kind: 'not-found', evidence: 'job-not-found' };
const resultOf = (polled: PollResult | null, of = job) => executionResult(server, of, polled);

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
  test.each<[PollResult | null, string, string, boolean]>([
    [polled('COMPLETED'), 'COMPLETED', 'succeeded', true],
    [polled('FINISHED'), 'FINISHED', 'succeeded', true],
    [polled('FAILED'), 'FAILED', 'failed', true],
    [polled('ERROR'), 'ERROR', 'failed', true],
    [polled('CANCELLED'), 'CANCELLED', 'cancelled', true],
    [polled('QUEUED'), 'QUEUED', 'running', false],
    [polled('SOMETHING_NEW'), 'SOMETHING_NEW', 'running', false],
    [notFound, 'UNKNOWN', 'unknown', true],
    [null, 'UNKNOWN', 'running', false],
  ])('%j', (known, job_state, outcome, finished) => {
    const succeeded = outcome === 'succeeded';
    expect(resultOf(known)).toMatchObject({ job_state, outcome, finished, succeeded });
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

test('an outcome that is lost asks for a check before another run', () => {
  expect(resultOf(notFound).message).toContain('check the project in Omniscope before');
});

/** apify 134 and 154, databricks-agent-skills 235: an agent takes "running" for done. */
test.each([polled('RUNNING'), null])('a run that has not finished says so first: %j', (each) => {
  expect(resultOf(each).message).toMatch(/^Not finished yet: add a "Wait for Execution" step/);
});

test.each([
  [{ reason: 'editor-test' }, 'In a live Zap, this step waits'],
  [{ reason: 'callback-pending' }, 'continues when the workflow posts'],
  [{ reason: 'called-back-early' }, 'called back before'],
  [{ reason: 'token-expired' }, 'was not started again'],
  [
    { reason: 'wait-timeout', minutes: 60 },
    'within 60 minutes: the run may still be going on. Check it',
  ],
  [{ reason: 'wait-timeout', minutes: 1 }, 'within 1 minute:'],
] as const)('says why a step ends before its run: %j', (unfinished, expected) => {
  const { message, outcome } = executionResult(server, job, polled('RUNNING'), { unfinished });
  expect(message).toMatch(/^Not finished/);
  expect(message).toContain(expected);
  expect(outcome).toBe('running');
});

test('what a run hands back stands beside its outcome, and the notes follow the message', () => {
  const output = { parameters: { A: 1 }, rows: [{ a: 1 }], posted: [1], notes: ['One.', 'Two.'] };
  expect(executionResult(server, job, polled('COMPLETED'), { output })).toMatchObject({
    parameters: { A: 1 },
    rows: [{ a: 1 }],
    posted: [1],
    message: 'The workflow finished successfully. One. Two.',
  });
});

test('a message is bounded, whatever the server says of a failure', () => {
  const error = { type: null, message: 'x'.repeat(2_000) };
  expect(resultOf(polled('FAILED', { error })).message).toHaveLength(2_000);
});

test('a parameter is set once, and the callback’s own value wins over what a person entered', () => {
  const stronger = [{ name: 'Callback URL', value: 'https://hooks.zapier.example/1' }];
  const updates = [
    { name: 'Region', value: 'North' },
    { name: 'Callback URL', value: 'mine' },
  ];
  expect(mergeUpdates(stronger, updates)).toEqual([
    { name: 'Region', value: 'North' },
    ...stronger,
  ]);
  expect(mergeUpdates([], updates)).toEqual(updates);
});
