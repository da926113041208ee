/** Runs the steps of a schedule, with all that it has planned around them. */
import type { StepOutcome } from '../../sandbox/zapier-emulator/outcome.ts';
import type { createSimulator, Simulation } from '../harness/simulator.ts';
import { fixtureWith, PROJECT } from './fixture.ts';
import { rulesOf } from './planned-faults.ts';
import type { Schedule } from './schedule.ts';

export interface ScheduleRun {
  readonly schedule: Schedule;
  readonly simulation: Simulation;
  /** One for each run: how the step ended, a resumed one after its resumption. */
  readonly outcomes: readonly StepOutcome[];
}

/** How often a step waits for a busy project or server; five runs of a minute need less. */
const THROTTLES = 40;
/** Tokens of half a minute are refreshed at each of these waits. */
const REFRESHES = 60;
/** A step that waits for a callback is given up when its job must have ended long ago. */
const CALLBACK_WAIT_MS = 120_000;

export async function runSchedule(
  simulator: ReturnType<typeof createSimulator>,
  schedule: Schedule,
): Promise<ScheduleRun> {
  const { clock } = simulator;
  const simulation = simulator.open({
    fixture: fixtureWith(schedule.run),
    assumptions: schedule.server,
    parallelJobs: schedule.parallelJobs,
    nodes: schedule.nodes,
    faults: rulesOf(schedule.faults),
    latencyMs: schedule.latencyMs,
    token: schedule.token,
    rotates: schedule.rotates,
    refreshing: schedule.refreshing,
    limits: { throttles: THROTTLES, refreshes: REFRESHES },
  });
  const { mode, afterCalls } = schedule.cache;
  if (mode !== 'available') simulation.cache.behave(mode, { afterCalls });

  const timers: (() => void)[] = [];
  const after = (ms: number, action: () => void) => timers.push(clock.after(ms, action));
  const waiting: string[] = [];
  const actions = {
    'the server restarts': () => simulation.omniscope.restart(),
    'all access tokens expire': () => simulation.tokens.expireAll(),
    'all refresh tokens are revoked': () => simulation.tokenEndpoint.revokeAll(),
    'the cache works again': () => simulation.cache.behave('available'),
    'every callback receives a post': () => {
      for (const url of waiting) void simulation.platform.resume(url, { jobState: 'COMPLETED' });
    },
  };
  for (const { atMs, what } of schedule.events) {
    after(atMs, actions[what]);
  }

  const outcomes = await Promise.all(
    schedule.begins.map(async (atMs) => {
      await clock.sleep(atMs);
      const outcome = await simulation.platform.runStep({
        key: `creates.${schedule.operation}`,
        inputData: { project: PROJECT, ...schedule.input },
      });
      if (outcome.status !== 'callback') return outcome;
      waiting.push(outcome.callbackUrl);
      const resumed = simulation.platform.callbacks.resumed(outcome.callbackUrl);
      const givenUp = new Promise<StepOutcome>((resolve) => {
        after(schedule.run.durationMs + CALLBACK_WAIT_MS, () => resolve(outcome));
      });
      return Promise.race([resumed, givenUp]);
    }),
  );
  for (const cancel of timers) cancel();
  return { schedule, simulation, outcomes };
}
