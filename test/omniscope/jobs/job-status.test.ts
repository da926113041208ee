import { expect, test } from '@jest/globals';
import { phaseOf, UNKNOWN_STATE } from '../../../src/omniscope/jobs/job-status.ts';

test.each([
  ['COMPLETED', 'succeeded'],
  ['FINISHED', 'succeeded'],
  ['FAILED', 'failed'],
  ['ERROR', 'failed'],
  ['CANCELLED', 'cancelled'],
  ['RUNNING', 'pending'],
  ['QUEUED', 'pending'],
  ['BLOCKED', 'pending'],
])('%s means %s', (state, outcome) => {
  expect(phaseOf(state)).toBe(outcome);
});

test.each(['', 'completed', 'COMPLETED_WITH_WARNINGS', 'CANCELED', 'DONE', UNKNOWN_STATE])(
  'a state that nobody has told of is neither final nor a success: %j',
  (state) => {
    expect(phaseOf(state)).toBe('pending');
  },
);
