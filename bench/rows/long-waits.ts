/** What a wait of a day costs, against one of a second. */
import { isLinear, type Row } from '../result.ts';
import { createSimulation, requestsOf } from '../simulation.ts';
import { SECONDS, TIMED_PROJECT } from '../world.ts';

const JOB_SECONDS = [1, 10, 60, 600, 3_600, 6 * 3_600, 24 * 3_600] as const;

interface Wait {
  /** Of the job, in seconds. */
  readonly size: number;
  /** Requests. */
  readonly cost: number;
  readonly performs: number;
  /** From the job's end to the step's result, in seconds. */
  readonly lag: number;
}

async function waitFor(
  { clock, omniscope, platform }: ReturnType<typeof createSimulation>,
  size: number,
): Promise<Wait> {
  const started = await platform.runStep({
    key: 'creates.execute_workflow',
    inputData: { project: TIMED_PROJECT, parameters: { [SECONDS]: String(size) }, wait: false },
  });
  const { job_id, started_at } = Object('results' in started ? started.results : {});
  const outcome = await platform.runStep({
    key: 'creates.wait_for_execution',
    inputData: { project: TIMED_PROJECT, job_id, started_at, timeout_minutes: 2_000 },
  });
  if (outcome.status !== 'success') throw new Error(`The wait ended: ${outcome.status}`);
  const endedAt = omniscope.jobs.at(-1)?.endedAt ?? Number.NaN;
  return {
    size,
    cost: requestsOf(outcome),
    performs: outcome.attempts.length,
    lag: (clock.now() - endedAt) / 1000,
  };
}

export async function measureLongWaits(): Promise<Row> {
  const simulation = createSimulation();
  const waits: Wait[] = [];
  for (const size of JOB_SECONDS) waits.push(await waitFor(simulation, size));
  const isReached = isLinear(waits);
  return {
    what: 'Requests of a wait, by the time of the job',
    against: '1 s to 24 h',
    target: 'linear or better',
    measured: isReached ? 'linear or better' : 'grow faster than the time',
    reached: isReached,
    table: {
      head: ['job', 'requests', 'runs of the step', 'lag'],
      lines: waits.map(({ size, cost, performs, lag }) => [
        size < 3_600 ? `${size} s` : `${size / 3_600} h`,
        String(cost),
        String(performs),
        `${lag.toFixed(1)} s (${((100 * lag) / size).toFixed(1)} %)`,
      ]),
    },
  };
}
