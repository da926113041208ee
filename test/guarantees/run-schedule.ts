/** Plays a schedule and gives what came of it. */
import type { StepOutcome } from '../../sandbox/zapier-emulator/outcome.ts';
import { fixtureWith, PROJECT } from './fixture.ts';
import type { createStage, Scene } from './harness.ts';
import { rulesOf, type Schedule } from './schedule.ts';

export interface Played {
  readonly schedule: Schedule;
  readonly scene: Scene;
  /** One for each run: how the step ended at last, a resumed one after its resumption. */
  readonly outcomes: readonly StepOutcome[];
}

/** How often a step waits its turn for a busy project or server; five runs of a minute need less. */
const THROTTLES = 40;
/** A step that is held for a callback is given up when its job must have ended long ago. */
const HELD_MS = 120_000;

export async function play(
  stage: ReturnType<typeof createStage>,
  schedule: Schedule,
): Promise<Played> {
  const { clock } = stage;
  const scene = stage.open({
    fixture: fixtureWith(schedule.run),
    assumptions: schedule.server,
    parallelJobs: schedule.parallelJobs,
    faults: rulesOf(schedule.faults),
    latencyMs: schedule.latencyMs,
    token: schedule.token,
    rotates: schedule.rotates,
    refreshing: schedule.refreshing,
    limits: { throttles: THROTTLES },
  });
  const { mode, afterCalls } = schedule.cache;
  if (mode !== 'available') scene.cache.behave(mode, { afterCalls });

  const calledOff: (() => void)[] = [];
  const after = (ms: number, action: () => void) => calledOff.push(clock.after(ms, action));
  const held: string[] = [];
  const act = {
    'the server restarts': () => scene.omniscope.restart(),
    'all access tokens expire': () => scene.tokens.expireAll(),
    'all refresh tokens are revoked': () => scene.tokenEndpoint.revokeAll(),
    'the cache works again': () => scene.cache.behave('available'),
    'somebody posts to every callback': () => {
      for (const url of held) void scene.platform.resume(url, { jobState: 'COMPLETED' });
    },
  };
  for (const { atMs, what } of schedule.happenings) {
    after(atMs, act[what]);
  }

  const outcomes = await Promise.all(
    schedule.begins.map(async (atMs) => {
      await clock.sleep(atMs);
      const outcome = await scene.platform.runStep({
        key: `creates.${schedule.operation}`,
        inputData: { project: PROJECT, ...schedule.input },
      });
      if (outcome.status !== 'callback') return outcome;
      held.push(outcome.callbackUrl);
      const resumed = scene.platform.callbacks.resumed(outcome.callbackUrl);
      const givenUp = new Promise<StepOutcome>((resolve) => {
        after(schedule.run.durationMs + HELD_MS, () => resolve(outcome));
      });
      return Promise.race([resumed, givenUp]);
    }),
  );
  for (const callOff of calledOff) callOff();
  return { schedule, scene, outcomes };
}
