import { itemsOf, resultOf } from '../outcome.ts';
import type { Setup } from '../setup.ts';

/** Longer than a step lasts (it is given up after 27 s), and short enough for a demo. */
const SECONDS = 30;

export async function waitForLongRun({ reporter, platform, sandbox }: Setup): Promise<void> {
  const project = 'Sales/Long Forecast';
  reporter.chapter('Wait for a long run');
  reporter.say(
    `Zapier ends every step after 30 seconds. This workflow takes ${SECONDS}, so the step that starts it stops waiting in time and says so:`,
  );
  const started = resultOf(
    await platform.runStep({
      key: 'creates.execute_workflow',
      inputData: { project, parameters: { Seconds: String(SECONDS) } },
    }),
  );
  reporter.fact('Message', String(started.message));
  reporter.check(
    started.finished === false && started.succeeded === false,
    'The step reports neither an error nor a success, since the run is not finished.',
  );
  reporter.say('The next step of the Zap waits for the run, for hours if necessary:');
  const { job_id, started_at } = started;
  const ended = resultOf(
    await platform.runStep({
      key: 'creates.wait_for_execution',
      inputData: { project, job_id, started_at, timeout_minutes: 5 },
    }),
  );
  reporter.fact('Job', `${ended.job_id}, ${ended.job_state} in ${ended.execution_time} s`);
  const jobs = sandbox.omniscope.jobs.filter((job) => job.projectPath === `${project}.iox`);
  reporter.check(
    ended.succeeded === true && ended.job_id === job_id && jobs.length === 1,
    'It saw the same job end; the workflow was started only once.',
  );
  await readResults({ reporter, platform }, project, job_id);
}

async function readResults(
  { reporter, platform }: Pick<Setup, 'reporter' | 'platform'>,
  project: string,
  job_id: unknown,
): Promise<void> {
  reporter.chapter('Read the results');
  const [execution] = itemsOf(
    await platform.runStep({ key: 'searches.find_execution', inputData: { project, job_id } }),
  );
  reporter.fact('Find Execution', `${execution?.job_id}: ${execution?.message}`);
  const [parameter] = itemsOf(
    await platform.runStep({
      key: 'searches.find_parameters',
      inputData: { project, name: 'Result' },
    }),
  );
  reporter.fact('Find Parameter', `${parameter?.name}: ${parameter?.value}`);
  reporter.check(
    execution?.succeeded === true && parameter?.value === `Forecast after ${SECONDS} seconds`,
    'Any later step can find a run and read the parameters that the workflow has set.',
  );
}
