import { resultOf } from '../outcome.ts';
import type { Setup } from '../setup.ts';

export async function surviveAnExpiredToken({ reporter, platform, sandbox }: Setup): Promise<void> {
  const project = 'Sales/Monthly Report';
  reporter.chapter('The access token expires in the middle of a run');
  reporter.say(
    'Zapier then gets a new token and runs the whole step again. A careless step would start the workflow a second time:',
  );
  const before = sandbox.omniscope.jobs.length;
  const endFault = sandbox.faults.add({ on: 'state', nth: 1, fault: { kind: 'expire-token' } });
  const outcome = await platform.runStep({
    key: 'creates.execute_workflow',
    inputData: { project },
  });
  endFault();
  const result = resultOf(outcome);
  reporter.fact('Job', `${result.job_id}, ${result.job_state}`);
  reporter.check(
    outcome.attempts.length > 1 &&
      result.succeeded === true &&
      sandbox.omniscope.jobs.length === before + 1,
    'One run of the step started one run of the workflow.',
  );
}
