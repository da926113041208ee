import type { JobStatus } from '../../omniscope/jobs/job-status.ts';
import type { PollResult } from '../../omniscope/jobs/poll-result.ts';
import { TEXT_LIMIT, truncate } from '../../omniscope/truncate.ts';
import { formatMinutes } from '../errors/format-minutes.ts';

/** Why a step ends before its run has finished; each asks for something else next. */
export type Unfinished =
  | {
      reason:
        | 'time-over'
        | 'token-expired'
        | 'callback-pending'
        | 'called-back-early'
        | 'editor-test';
    }
  | { reason: 'wait-timeout'; minutes: number };

/** One sentence for a person: how the run ended, or what to do about one that has not. */
export function messageFor(result: PollResult | null, unfinished: Unfinished): string {
  if (result?.kind === 'not-found') {
    return 'The server no longer knows this job, so its outcome is unknown: check the project in Omniscope before you run it again.';
  }
  if (result?.kind !== 'status') return unfinishedMessage(unfinished, NO_STATUS);
  return messageForStatus(result.status, unfinished);
}

function messageForStatus({ phase, error }: JobStatus, unfinished: Unfinished): string {
  switch (phase) {
    case 'succeeded':
      return 'The workflow finished successfully.';
    case 'failed':
      return error?.message
        ? truncate(`The workflow failed: ${error.message}`, TEXT_LIMIT)
        : 'The workflow failed.';
    case 'cancelled':
      return 'The workflow was cancelled in Omniscope.';
    case 'running':
      return unfinishedMessage(unfinished, '');
  }
}

const NO_STATUS = ' The server has not reported a state of this run yet.';
const NEXT_STEP = 'add a "Wait for Execution" step with this Job ID to get the outcome.';

/** That the run has not finished stands first: an agent or a Zap must not take it for done. */
function unfinishedMessage(unfinished: Unfinished, state: string): string {
  switch (unfinished.reason) {
    case 'time-over':
      return `Not finished yet: ${NEXT_STEP}${state}`;
    case 'token-expired':
      return `Not finished yet: ${NEXT_STEP} The access expired while the workflow was running; it was not started again.`;
    case 'callback-pending':
      return 'Not finished yet: this step continues when the workflow posts to its callback address.';
    case 'called-back-early':
      return `Not finished yet: ${NEXT_STEP} The workflow called back before its run had ended.`;
    case 'editor-test':
      return 'Not finished yet: this test checked once. In a live Zap, this step waits until the run has finished.';
    case 'wait-timeout':
      return `Not finished within ${formatMinutes(unfinished.minutes)}: the run may still be going on. Check it in Omniscope, or allow more time in "Timeout (Minutes)".${state}`;
  }
}
