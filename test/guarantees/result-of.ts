/** The one result of an execution, as a Zap gets it. */
import * as z from 'zod/mini';
import type { StepOutcome } from '../../sandbox/zapier-emulator/outcome.ts';

export const RESULT_KEYS = [
  'error_message',
  'error_type',
  'execution_time',
  'finished',
  'id',
  'job_id',
  'job_state',
  'lambda_project_path',
  'lambda_project_url',
  'message',
  'outcome',
  'parameters',
  'posted',
  'project_path',
  'project_url',
  'rows',
  'started_at',
  'succeeded',
];

const schema = z.looseObject({
  id: z.string(),
  job_id: z.string(),
  job_state: z.string(),
  finished: z.boolean(),
  succeeded: z.boolean(),
  message: z.string(),
});
export type Result = z.infer<typeof schema>;

/** Null where the step did not end with a result. */
export function readResult(outcome: StepOutcome): Result | null {
  if (outcome.status !== 'success' && outcome.status !== 'callback') return null;
  const { success, data } = schema.safeParse(outcome.results);
  return success ? data : null;
}
