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
import { FailedCheck, type Reporter } from './reporter.ts';
import { startZapier } from './zapier.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** As long as Visokio's own instructions let a client poll before they call a run long. */
const TIMEOUT_MINUTES = 5;

export async function runOnRealServer(reporter: Reporter, environment: Environment): Promise<void> {
  const project = required(environment, 'OMNISCOPE_DEMO_PROJECT');
  const serverUrl = required(environment, 'OMNISCOPE_SERVER_URL');
  if (!environment.OMNISCOPE_ACCESS_TOKEN) required(environment, 'OMNISCOPE_REFRESH_TOKEN');
  reporter.say(`The Omniscope app for Zapier, shown on ${serverUrl}.`);
  const authData = {
    server_url: serverUrl,
    integration_id: environment.OMNISCOPE_INTEGRATION_ID || 'zapier',
    access_token: environment.OMNISCOPE_ACCESS_TOKEN ?? '',
    refresh_token: environment.OMNISCOPE_REFRESH_TOKEN ?? '',
  };
  const { platform, close } = await startZapier(reporter, serverUrl, () => environment, {
    authData,
  });
  try {
    await testConnection(reporter, platform);
    await runProject(reporter, platform, project, environment.OMNISCOPE_DEMO_PARAMETERS || '{}');
    await createIfAsked(reporter, platform, environment);
    await uploadIfAsked(reporter, platform, project, environment);
    if (platform.authData.refresh_token !== authData.refresh_token) {
      reporter.say(
        'The server has replaced the refresh token: the one that you entered may no longer work.',
      );
    }
  } finally {
    await close();
  }
}

async function testConnection(reporter: Reporter, platform: Platform): Promise<void> {
  reporter.chapter('Test the connection');
  const tested = resultOf(await platform.test());
  const label = await platform.label(tested);
  reporter.check(typeof label === 'string', `Zapier lists it as “${label}”.`);
}

async function runProject(
  reporter: Reporter,
  platform: Platform,
  project: string,
  parameters: string,
): Promise<void> {
  reporter.chapter('Run a workflow');
  let result = resultOf(
    await platform.runStep({
      key: 'creates.execute_workflow',
      inputData: { project, parameters, if_running: 'stop' },
    }),
  );
  const { job_id, started_at } = result;
  reporter.fact('Job', `${job_id}: ${result.message}`);
  if (result.finished !== true) {
    reporter.say('The run takes longer, so the next step waits for it:');
    const inputData = { project, job_id, started_at, timeout_minutes: TIMEOUT_MINUTES };
    result = resultOf(await platform.runStep({ key: 'creates.wait_for_execution', inputData }));
  }
  reporter.check(result.succeeded === true, String(result.message));

  reporter.chapter('Read the results');
  const inputData = { project };
  const found = await platform.runStep({ key: 'searches.find_parameters', inputData });
  for (const { name, type, value } of itemsOf(found)) {
    reporter.fact(String(name), `${type}, ${value === null ? 'without a value' : value}`);
  }
}

async function createIfAsked(
  reporter: Reporter,
  platform: Platform,
  environment: Environment,
): Promise<void> {
  const { OMNISCOPE_DEMO_TEMPLATE: template, OMNISCOPE_DEMO_FOLDER: folder } = environment;
  if (!template) return;
  reporter.chapter('Create a project from a template');
  const name = `Zapier demo ${new Date().toISOString().slice(0, 19).replaceAll(':', '.')}`;
  const created = resultOf(
    await platform.runStep({
      key: 'creates.create_project',
      inputData: { name, template, folder },
    }),
  );
  reporter.check(created.id !== '', `Created: ${created.project_url}`);
}

async function uploadIfAsked(
  reporter: Reporter,
  platform: Platform,
  project: string,
  environment: Environment,
): Promise<void> {
  const { OMNISCOPE_DEMO_FILE: link } = environment;
  if (!link) return;
  const parameter = required(environment, 'OMNISCOPE_DEMO_FILE_PARAMETER');
  reporter.chapter('Run an isolated copy with a file');
  const result = resultOf(
    await platform.runStep({
      key: 'creates.execute_lambda',
      inputData: { project, files: { [parameter]: link } },
    }),
  );
  reporter.check(result.job_id !== '', `${result.job_id}: ${result.message}`);
}

function required(environment: Environment, name: string): string {
  const value = environment[name];
  if (value) return value;
  throw new FailedCheck(
    `On a real server, the demo needs ${name} in the environment: see docs/developer.md.`,
  );
}
