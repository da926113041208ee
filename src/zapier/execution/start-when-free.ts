import { hasCode, OmniscopeError } from '../../omniscope/errors.ts';
import type { Job } from '../../omniscope/jobs/job.ts';
import { StepError } from '../errors/error-codes.ts';
import type { StepContext } from '../operation/step-context.ts';
import { randomFraction } from '../platform/runtime.ts';

/** What to do where the project runs already: a project runs one job at a time (documented). */
export type IfRunning = 'retry' | 'replace' | 'stop';

/** A rejected start is tried again this long within the step; 17 s are left to see an ordinary job end. */
const RETRY_FOR_MS = 10_000;
/** Short beside a job, and no more requests than one a second. */
const RETRY_INTERVAL_MS = 1_000;
/** The delay before the platform runs the step again: 20 to 60 s. */
const SHORTEST_DELAY_S = 20;
const DELAY_RANGE_S = 41;

/**
 * Starts a job as soon as its project is free. A start that was rejected as busy has started nothing,
 * so trying it again is safe.
 *
 * @throws OmniscopeError project-busy, after which the platform runs the step again after a delay that
 *   has a random part, so that many runs do not come back at once
 */
export async function startWhenFree(
  { api, runtime }: StepContext,
  ifRunning: IfRunning,
  start: () => Promise<Job>,
): Promise<Job> {
  const lastTry = api.clock.now() + RETRY_FOR_MS;
  for (;;) {
    try {
      return await start();
    } catch (error) {
      if (!hasCode(error, 'project-busy')) throw error;
      if (ifRunning === 'stop')
        throw new StepError('project-busy-halt', { project: error.details.project });
      // Runs that wait side by side ask at different moments.
      const pause = RETRY_INTERVAL_MS * (0.75 + randomFraction(runtime) / 2);
      if (api.clock.now() + pause > lastTry) {
        const retryAfterSeconds = drawDelay(runtime);
        throw new OmniscopeError('project-busy', { ...error.details, retryAfterSeconds });
      }
      await api.clock.sleep(pause);
    }
  }
}

/**
 * The shorter of two draws: of many runs that wait, most come back while the project is free to take them,
 * and few come late, after a project that has been idle. Twenty runs with jobs of 3 s are done a quarter
 * of a minute earlier than with one draw (bench: "runs of one project at once").
 */
function drawDelay(runtime: StepContext['runtime']): number {
  const drawn = Math.min(randomFraction(runtime), randomFraction(runtime));
  return SHORTEST_DELAY_S + Math.floor(DELAY_RANGE_S * drawn);
}
