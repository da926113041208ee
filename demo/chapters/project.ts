import { runSearchOrCreate } from '../../sandbox/zapier-emulator/search-or-create.ts';
import { itemsOf, resultOf } from '../outcome.ts';
import type { Stage } from '../stage.ts';

/** A customer's own project: created, set up and run. Gives its path to the chapters that follow. */
export async function findOrCreateProject(stage: Stage): Promise<string> {
  const { narrator, platform, sandbox } = stage;
  const request = {
    key: 'searchOrCreates.find_project',
    inputData: { name: 'Report for Acme', template: 'Import data file', folder: 'Sales' },
  };
  narrator.chapter('Find a customer’s project, or create it from a template');
  narrator.say('The server has no such project yet, so Zapier has it created:');
  const created = resultOf(await runSearchOrCreate(platform, request));
  narrator.fact('Project', String(created.project_path));
  narrator.fact('Its page', String(created.project_url));
  const count = sandbox.omniscope.projects.length;
  narrator.say('The same step once more, as for the customer’s next order:');
  const found = resultOf(await runSearchOrCreate(platform, request));
  narrator.promise(
    JSON.stringify(found) === JSON.stringify(created) &&
      sandbox.omniscope.projects.length === count,
    'The project is found; no other is created.',
  );
  return String(found.project_path);
}

export async function setParameters(
  { narrator, platform, sandbox }: Stage,
  project: string,
): Promise<void> {
  narrator.chapter('Set its parameters');
  const key = 'creates.update_parameters';
  const fields = itemsOf(await platform.fields({ key, inputData: { project } }));
  const own = fields.filter(({ key }) => String(key).startsWith('param_'));
  narrator.say('The Zap editor shows the project’s own parameters as fields:');
  for (const { label, type, placeholder } of own) {
    narrator.fact(
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
  narrator.fact('Changed', String(updated.updated));
  const value = (name: string) =>
    sandbox.omniscope.project(project)?.parameters.find((one) => one.name === name)?.value;
  narrator.promise(
    value('File source') === 'north.csv' && value('Header row') === false,
    'The server has “north.csv” as the file source and no header row.',
  );
}

export async function run({ narrator, platform }: Stage, project: string): Promise<void> {
  narrator.chapter('Run it, and wait for the result');
  narrator.say('The app starts the workflow once, then checks the job until it ends:');
  const result = resultOf(
    await platform.runStep({
      key: 'creates.execute_workflow',
      inputData: { project, return_parameters: true },
    }),
  );
  narrator.fact('Job', `${result.job_id}, ${result.job_state} in ${result.execution_time} s`);
  narrator.fact('Message', String(result.message));
  narrator.fact('Parameters after', JSON.stringify(result.parameters));
  narrator.promise(
    result.succeeded === true && Object(result.parameters).Rows === 90,
    'The workflow succeeded and returned its result, 90 rows, to the Zap.',
  );
}
