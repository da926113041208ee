import { resultOf } from '../outcome.ts';
import { FailedCheck } from '../reporter.ts';
import type { Setup } from '../setup.ts';

export async function resumeByCallback({ reporter, platform, sandbox }: Setup): Promise<void> {
  reporter.chapter('A run of hours calls the Zap back when it is done');
  reporter.say(
    'Instead of polling, the app hands Zapier’s callback address to the run, in the text parameter “Callback URL”. The last block of the workflow posts to it.',
  );
  const outcome = await platform.runStep({
    key: 'creates.execute_workflow',
    inputData: {
      project: 'Sales/Callback',
      parameters: { Seconds: '2' },
      callback_parameter: 'Callback URL',
      return_parameters: true,
    },
  });
  if (outcome.status !== 'callback') {
    // A step that does not wait has ended in an error, which says more than this chapter could.
    throw new FailedCheck(`The step should wait; it came to ${JSON.stringify(resultOf(outcome))}`);
  }
  const resumed = resultOf(await platform.callbacks.resumed(outcome.callbackUrl));
  reporter.fact('Job', `${resumed.job_id}, ${resumed.job_state} in ${resumed.execution_time} s`);
  const job = sandbox.omniscope.jobs.at(-1);
  reporter.check(
    resumed.succeeded === true && job?.id === resumed.job_id && job?.callback === 'posted',
    'The step was called back. It did not trust the post, but read the job’s state itself.',
  );
}
