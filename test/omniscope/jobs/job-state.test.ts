import { expect, test } from '@jest/globals';
import { outcomeOf, UNKNOWN_STATE } from '../../../src/omniscope/jobs/job-state.ts';

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
  expect(outcomeOf(state)).toBe(outcome);
});

test.each(['', 'completed', 'COMPLETED_WITH_WARNINGS', 'CANCELED', 'DONE', UNKNOWN_STATE])(
  'a state that nobody has told of is neither final nor a success: %j',
  (state) => {
    expect(outcomeOf(state)).toBe('pending');
  },
);
