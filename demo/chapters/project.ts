import { runSearchOrCreate } from '../../sandbox/zapier-emulator/search-or-create.ts';
import { itemsOf, resultOf } from '../outcome.ts';
import type { Setup } from '../setup.ts';

/** A customer's own project: created, set up and run. Gives its path to the chapters that follow. */
export async function findOrCreateProject(setup: Setup): Promise<string> {
  const { reporter, platform, sandbox } = setup;
  const request = {
    key: 'searchOrCreates.find_project',
    inputData: { name: 'Report for Acme', template: 'Import data file', folder: 'Sales' },
  };
  reporter.chapter('Find a customer’s project, or create it from a template');
  reporter.say('The server has no such project yet, so Zapier has it created:');
  const created = resultOf(await runSearchOrCreate(platform, request));
  reporter.fact('Project', String(created.project_path));
  reporter.fact('Its page', String(created.project_url));
  const count = sandbox.omniscope.projects.length;
  reporter.say('The same step once more, as for the customer’s next order:');
  const found = resultOf(await runSearchOrCreate(platform, request));
  reporter.check(
    JSON.stringify(found) === JSON.stringify(created) &&
      sandbox.omniscope.projects.length === count,
    'The project is found; no other is created.',
  );
  return String(found.project_path);
}

export async function setParameters(
  { reporter, platform, sandbox }: Setup,
  project: string,
): Promise<void> {
  reporter.chapter('Set its parameters');
  const key = 'creates.update_parameters';
  const fields = itemsOf(await platform.fields({ key, inputData: { project } }));
  const own = fields.filter(({ key }) => String(key).startsWith('param_'));
  reporter.say('The Zap editor shows the project’s own parameters as fields:');
  for (const { label, type, placeholder } of own) {
    reporter.fact(
      String(label),
      `${type}${placeholder === undefined ? '' : `, now ${placeholder}`}`,
    );
  }
  const [source] = own;
  const updated = resultOf(
    await platform.runStep({
      key,
      inputData: {
        project,
        [String(source?.key)]: 'north.csv',
        parameters: { 'Header row': 'false' },
      },
    }),
  );
  reporter.fact('Changed', String(updated.updated));
  const value = (name: string) =>
    sandbox.omniscope.project(project)?.parameters.find((one) => one.name === name)?.value;
  reporter.check(
    value('File source') === 'north.csv' && value('Header row') === false,
    'The server has “north.csv” as the file source and no header row.',
  );
}

export async function run({ reporter, platform }: Setup, project: string): Promise<void> {
  reporter.chapter('Run it, and wait for the result');
  reporter.say('The app starts the workflow once, then checks the job until it ends:');
  const result = resultOf(
    await platform.runStep({
      key: 'creates.execute_workflow',
      inputData: { project, return_parameters: true },
    }),
  );
  reporter.fact('Job', `${result.job_id}, ${result.job_state} in ${result.execution_time} s`);
  reporter.fact('Message', String(result.message));
  reporter.fact('Parameters after', JSON.stringify(result.parameters));
  reporter.check(
    result.succeeded === true && Object(result.parameters).Rows === 90,
    'The workflow succeeded and returned its result, 90 rows, to the Zap.',
  );
}
