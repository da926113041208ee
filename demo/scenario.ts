/** The story on the sandbox: every operation of the app, one after the other. */

import { lookUp } from '../sandbox/zapier-emulator/definition.ts';
import { resumeByCallback } from './chapters/callback.ts';
import { connect } from './chapters/connect.ts';
import { surviveAnExpiredToken } from './chapters/expired-token.ts';
import { runIsolated } from './chapters/isolated.ts';
import { waitForLongRun } from './chapters/long-run.ts';
import { makeAMistake } from './chapters/mistake.ts';
import { findOrCreateProject, run, setParameters } from './chapters/project.ts';
import { readRows } from './chapters/results.ts';
import { startAZapOnSchedule } from './chapters/schedule.ts';
import { seeTheTriggerFire } from './chapters/trigger.ts';
import type { Narrator } from './reporter.ts';
import { openStage, type Stage } from './stage.ts';

export async function tellStory(narrator: Narrator): Promise<void> {
  narrator.say(
    'The Omniscope app for Zapier, shown on a sandbox server that runs on this computer.',
  );
  narrator.say(
    'The app runs through Zapier’s own code, follows Zapier’s rules, and uses real HTTPS.',
  );
  narrator.say(
    '→ marks a request to the server, … the status checks of a job, ✓ what the demo has checked.',
  );
  const stage = await openStage(narrator);
  try {
    await connect(stage);
    const project = await findOrCreateProject(stage);
    await setParameters(stage, project);
    await run(stage, project);
    await readRows(stage);
    await runIsolated(stage, project);
    await waitForLongRun(stage);
    await seeTheTriggerFire(stage);
    await startAZapOnSchedule(stage);
    await resumeByCallback(stage);
    await surviveAnExpiredToken(stage);
    await makeAMistake(stage);
    promiseAllShown(stage);
  } finally {
    await stage.close();
  }
}

function promiseAllShown({ narrator, platform, shown }: Stage): void {
  const keys = ['triggers', 'searches', 'creates'].flatMap((kind) =>
    Object.entries(Object(lookUp(platform.engine.app, kind)))
      // Hidden triggers only fill dropdowns.
      .filter(([, operation]) => Object(operation).display?.hidden !== true)
      .map(([key]) => `${kind}.${key}`),
  );
  narrator.promise(
    keys.every((key) => shown.has(key)),
    `Each of the app’s ${keys.length} operations was shown.`,
  );
}
