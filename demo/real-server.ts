/**
 * The same app against a real server, with care: it runs the one project that it is told to,
 * and creates or uploads nothing unless asked.
 *
 * Environment: OMNISCOPE_SERVER_URL, OMNISCOPE_DEMO_PROJECT, and OMNISCOPE_ACCESS_TOKEN or
 * OMNISCOPE_REFRESH_TOKEN with CLIENT_ID and CLIENT_SECRET. Optional: OMNISCOPE_INTEGRATION_ID;
 * OMNISCOPE_DEMO_PARAMETERS, a JSON object; OMNISCOPE_DEMO_TEMPLATE, to create a project from it, in
 * OMNISCOPE_DEMO_FOLDER; OMNISCOPE_DEMO_FILE, an https link, and OMNISCOPE_DEMO_FILE_PARAMETER, to run
 * an isolated copy with that file.
 */
import type { Platform } from '../sandbox/zapier-emulator/zapier-emulator.ts';
import { itemsOf, resultOf } from './outcome.ts';
import { BrokenPromise, type Narrator } from './reporter.ts';
import { startZapier } from './zapier.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** As long as Visokio's own instructions let a client poll before they call a run long. */
const TIMEOUT_MINUTES = 5;

export async function runOnRealServer(narrator: Narrator, environment: Environment): Promise<void> {
  const project = required(environment, 'OMNISCOPE_DEMO_PROJECT');
  const serverUrl = required(environment, 'OMNISCOPE_SERVER_URL');
  if (!environment.OMNISCOPE_ACCESS_TOKEN) required(environment, 'OMNISCOPE_REFRESH_TOKEN');
  narrator.say(`The Omniscope app for Zapier, shown on ${serverUrl}.`);
  const authData = {
    server_url: serverUrl,
    integration_id: environment.OMNISCOPE_INTEGRATION_ID || 'zapier',
    access_token: environment.OMNISCOPE_ACCESS_TOKEN ?? '',
    refresh_token: environment.OMNISCOPE_REFRESH_TOKEN ?? '',
  };
  const { platform, close } = await startZapier(narrator, serverUrl, () => environment, {
    authData,
  });
  try {
    await testConnection(narrator, platform);
    await runProject(narrator, platform, project, environment.OMNISCOPE_DEMO_PARAMETERS || '{}');
    await createIfAsked(narrator, platform, environment);
    await uploadIfAsked(narrator, platform, project, environment);
    if (platform.authData.refresh_token !== authData.refresh_token) {
      narrator.say(
        'The server has replaced the refresh token: the one that you entered may no longer work.',
      );
    }
  } finally {
    await close();
  }
}

async function testConnection(narrator: Narrator, platform: Platform): Promise<void> {
  narrator.chapter('Test the connection');
  const tested = resultOf(await platform.test());
  const label = await platform.label(tested);
  narrator.promise(typeof label === 'string', `Zapier lists it as “${label}”.`);
}

async function runProject(
  narrator: Narrator,
  platform: Platform,
  project: string,
  parameters: string,
): Promise<void> {
  narrator.chapter('Run a workflow');
  let result = resultOf(
    await platform.runStep({
      key: 'creates.execute_workflow',
      inputData: { project, parameters, if_running: 'stop' },
    }),
  );
  const { job_id, started_at } = result;
  narrator.fact('Job', `${job_id}: ${result.message}`);
  if (result.finished !== true) {
    narrator.say('The run takes longer, so the next step waits for it:');
    const inputData = { project, job_id, started_at, timeout_minutes: TIMEOUT_MINUTES };
    result = resultOf(await platform.runStep({ key: 'creates.wait_for_execution', inputData }));
  }
  narrator.promise(result.succeeded === true, String(result.message));

  narrator.chapter('Read the results');
  const inputData = { project };
  const found = await platform.runStep({ key: 'searches.find_parameters', inputData });
  for (const { name, type, value } of itemsOf(found)) {
    narrator.fact(String(name), `${type}, ${value === null ? 'without a value' : value}`);
  }
}

async function createIfAsked(
  narrator: Narrator,
  platform: Platform,
  environment: Environment,
): Promise<void> {
  const { OMNISCOPE_DEMO_TEMPLATE: template, OMNISCOPE_DEMO_FOLDER: folder } = environment;
  if (!template) return;
  narrator.chapter('Create a project from a template');
  const name = `Zapier demo ${new Date().toISOString().slice(0, 19).replaceAll(':', '.')}`;
  const created = resultOf(
    await platform.runStep({
      key: 'creates.create_project',
      inputData: { name, template, folder },
    }),
  );
  narrator.promise(created.id !== '', `Created: ${created.project_url}`);
}

async function uploadIfAsked(
  narrator: Narrator,
  platform: Platform,
  project: string,
  environment: Environment,
): Promise<void> {
  const { OMNISCOPE_DEMO_FILE: link } = environment;
  if (!link) return;
  const parameter = required(environment, 'OMNISCOPE_DEMO_FILE_PARAMETER');
  narrator.chapter('Run an isolated copy with a file');
  const result = resultOf(
    await platform.runStep({
      key: 'creates.execute_lambda',
      inputData: { project, files: { [parameter]: link } },
    }),
  );
  narrator.promise(result.job_id !== '', `${result.job_id}: ${result.message}`);
}

function required(environment: Environment, name: string): string {
  const value = environment[name];
  if (value) return value;
  throw new BrokenPromise(
    `On a real server, the demo needs ${name} in the environment: see docs/developer.md.`,
  );
}
