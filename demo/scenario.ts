/** The scenario on the sandbox: every operation of the app, one after the other. */

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
import type { Reporter } from './reporter.ts';
import { openSetup, type Setup } from './setup.ts';

export async function tellStory(reporter: Reporter): Promise<void> {
  reporter.say(
    'The Omniscope app for Zapier, shown on a sandbox server that runs on this computer.',
  );
  reporter.say(
    'The app runs through Zapier’s own code, follows Zapier’s rules, and uses real HTTPS.',
  );
  reporter.say(
    '→ marks a request to the server, … the status checks of a job, ✓ what the demo has checked.',
  );
  const setup = await openSetup(reporter);
  try {
    await connect(setup);
    const project = await findOrCreateProject(setup);
    await setParameters(setup, project);
    await run(setup, project);
    await readRows(setup);
    await runIsolated(setup, project);
    await waitForLongRun(setup);
    await seeTheTriggerFire(setup);
    await startAZapOnSchedule(setup);
    await resumeByCallback(setup);
    await surviveAnExpiredToken(setup);
    await makeAMistake(setup);
    promiseAllShown(setup);
  } finally {
    await setup.close();
  }
}

function promiseAllShown({ reporter, platform, shown }: Setup): void {
  const keys = ['triggers', 'searches', 'creates'].flatMap((kind) =>
    Object.entries(Object(lookUp(platform.engine.app, kind)))
      // Hidden triggers only fill dropdowns.
      .filter(([, operation]) => Object(operation).display?.hidden !== true)
      .map(([key]) => `${kind}.${key}`),
  );
  reporter.check(
    keys.every((key) => shown.has(key)),
    `Each of the app’s ${keys.length} operations was shown.`,
  );
}
