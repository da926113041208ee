import { resultOf } from '../outcome.ts';
import type { Setup } from '../setup.ts';

export async function seeTheTriggerFire({ reporter, platform }: Setup): Promise<void> {
  const project = 'Sales/Monthly Report';
  reporter.chapter('A change in Omniscope starts a Zap');
  const poll = () =>
    platform.pollTrigger({
      key: 'triggers.parameter_changed',
      inputData: { project, names: ['Result'] },
      zap: 'a Zap that watches Result',
    });
  reporter.say('A Zap watches the parameter “Result” of the monthly report. Its first poll:');
  const first = await poll();
  reporter.check(
    first.status === 'success' && first.fresh.length === 0,
    'Nothing has changed yet, so the Zap does not start.',
  );
  reporter.say('The workflow runs and sets the parameter:');
  resultOf(
    await platform.runStep({
      key: 'creates.execute_workflow',
      inputData: { project, blocks: ['Monthly summary'], parameters: { Region: 'South' } },
    }),
  );
  reporter.say('The Zap polls again, twice:');
  const [change, ...more] = (await poll()).fresh;
  const again = await poll();
  reporter.fact(
    'Updated Parameter',
    `${change?.name}: ${change?.previous_value ?? 'nothing'} → ${change?.value}`,
  );
  reporter.check(
    change?.value === 'Report for South 2026' && more.length === 0 && again.fresh.length === 0,
    'The Zap starts once for the change.',
  );
}
