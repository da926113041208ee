import { hasCode, OmniscopeError } from '../../omniscope/errors.ts';
import type { Job } from '../../omniscope/jobs/job.ts';
import { StepError } from '../errors/error-codes.ts';
import type { StepContext } from '../operation/step-context.ts';
import { randomFraction } from '../platform/runtime.ts';

/** What to do where the project runs already: a project runs one job at a time (documented). */
export type IfRunning = 'retry' | 'replace' | 'stop';

/** A rejected start is tried again this long within the step; 17 s are left to see an ordinary job end. */
const RETRY_FOR_MS = 10_000;
/** Short beside a job, so that a project that is free is soon taken; 17 requests in the ten seconds. */
const RETRY_INTERVAL_MS = 600;
/**
 * The delay before the platform runs the step again. A quarter of the runs comes back first, to a project
 * that stands idle by then; the others are spread over the next half minute. Of the ways to draw it that
 * were tried, twenty runs at once are done soonest so (bench: "runs of one project at once").
 */
const SHORTEST_DELAY_S = 20;
const SHARE_OF_SHORTEST = 1 / 4;
const DELAY_RANGE_S = 29;

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

/** In whole seconds, from 20 to 48. */
function drawDelay(runtime: StepContext['runtime']): number {
  if (randomFraction(runtime) < SHARE_OF_SHORTEST) return SHORTEST_DELAY_S;
  return SHORTEST_DELAY_S + Math.floor(DELAY_RANGE_S * randomFraction(runtime));
}
