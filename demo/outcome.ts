/** What a step of the demo has to come to. */
import type { StepOutcome } from '../sandbox/zapier-emulator/outcome.ts';
import { FailedCheck } from './reporter.ts';

export type Fields = Readonly<Record<string, unknown>>;

/** The step's result. @throws FailedCheck with the message that a user would read, if there is no result */
export function resultOf(outcome: StepOutcome): Fields {
  if (outcome.status === 'success') return Object(outcome.results);
  throw new FailedCheck(`The step should have succeeded, but ${endOf(outcome)}`);
}

/** The items of a search or trigger. @throws FailedCheck if there are no items */
export function itemsOf(outcome: StepOutcome): readonly Fields[] {
  const items: unknown = outcome.status === 'success' ? outcome.results : null;
  if (Array.isArray(items)) return items.map((item) => Object(item));
  throw new FailedCheck(`The step should have given a list, but ${endOf(outcome)}`);
}

function endOf(outcome: StepOutcome): string {
  const words = 'message' in outcome ? `: ${outcome.message}` : '.';
  return `it ended as "${outcome.status}"${words}`;
}
