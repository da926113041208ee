import { expect, test } from '@jest/globals';
import { phaseOf, UNKNOWN_STATE } from '../../../src/omniscope/jobs/job-status.ts';

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
