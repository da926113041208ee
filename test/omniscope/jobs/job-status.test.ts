import { expect, test } from '@jest/globals';
import { parseBody } from '../../../src/omniscope/http/response-body.ts';
import { createSanitizer } from '../../../src/omniscope/http/sanitize-message.ts';
import { parseJobStatus, phaseOf, UNKNOWN_STATE } from '../../../src/omniscope/jobs/job-status.ts';

test.each([
  ['COMPLETED', 'succeeded'],
  ['FINISHED', 'succeeded'],
  ['FAILED', 'failed'],
  ['ERROR', 'failed'],
  ['CANCELLED', 'cancelled'],
  ['RUNNING', 'running'],
  ['QUEUED', 'running'],
  ['BLOCKED', 'running'],
])('%s means %s', (state, phase) => {
  expect(phaseOf(state)).toBe(phase);
});

test.each(['', 'completed', 'COMPLETED_WITH_WARNINGS', 'CANCELED', 'DONE', UNKNOWN_STATE])(
  'a state that is not documented is neither final nor a success: %j',
  (state) => {
    expect(phaseOf(state)).toBe('running');
  },
);

test.each([
  [
    'bounded',
    { jobState: 'x'.repeat(300), executionTime: '1'.repeat(300) },
    { state: `${'x'.repeat(199)}…`, executionTime: `${'1'.repeat(199)}…` },
  ],
  ['judged by the state that is shown', { jobState: ' COMPLETED\n' }, { phase: 'succeeded' }],
  [
    'without the secrets of the connection',
    { jobState: 'the-token', errorType: 'the-token', errorMessage: 'no the-token' },
    { state: '…', error: { type: '…', message: 'no …' } },
  ],
])('what the server says of a job is %s', (_, json, expected) => {
  const response = { status: 200, header: () => null, text: JSON.stringify(json) };
  const body = parseBody(response, ['the-token']);
  expect(parseJobStatus(body, createSanitizer(['the-token']))).toMatchObject(expected);
});
