import { createServer } from 'node:net';
import { env } from 'node:process';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { loadCertificate } from '../../sandbox/certificate.ts';
import { type FileHost, startFileHost } from '../../sandbox/file-host.ts';
import { signIn } from '../../sandbox/headless-login/sign-in.ts';
import { type Sandbox, startSandbox } from '../../sandbox/start.ts';
import { type Invoker, openInvoker } from './invoke.ts';
import type { Ended } from './run.ts';

/** Twenty processes of 3 s each, two at a time, on a machine that may have more to do. */
jest.setTimeout(240_000);
const REPORT = 'Sales/Monthly Report';
const FILE = 'Region,Amount\nNorth,1\n';

let sandbox: Sandbox;
let files: FileHost;
let cli: Invoker;
let started: Ended;
/** All of them, begun together; each test waits for its own. */
let runs: ReturnType<typeof invokeAll>;

beforeAll(async () => {
  const port = await freePort();
  sandbox = await startSandbox({
    integration: { redirect: { kind: 'global', url: `http://localhost:${port}` } },
  });
  files = await startFileHost(await loadCertificate(env));
  const { serverUrl, integrationId, clientId, clientSecret } = sandbox.connectionValues;
  cli = openInvoker({
    OMNISCOPE_SANDBOX_ORIGIN: sandbox.origin,
    OMNISCOPE_SERVER_URL: serverUrl,
    CLIENT_ID: clientId,
    CLIENT_SECRET: clientSecret,
    authData_server_url: serverUrl,
    authData_integration_id: integrationId,
  });
  started = await cli.start(port, async (authorizeUrl) => {
    const back = await signIn(authorizeUrl, { username: 'alice', password: 'alice-password' });
    await fetch(back);
  });
  runs = invokeAll();
});

afterAll(async () => {
  await Promise.allSettled(Object.values(runs ?? {}).flat());
  cli?.close();
  await Promise.all([files?.close(), sandbox?.close()]);
});

/** What the CLI would make something else of, were the fields of the parameters' own types. */
const TYPED = { param_boolean_Publish: 'off', param_date_Cut$002doff: '2026-11-30' };
const REJECTED = [
  ['param_number_Year', 'N/A', 'Enter a number'],
  ['param_number_Year', '1,250', 'Enter a number'],
  ['param_boolean_Publish', 'maybe', 'Enter true or false'],
  ['param_date_Cut$002doff', 'Q3', 'Enter a day'],
] as const;

/** The operations that were invoked. */
const invoked = new Set<string>();

function invokeAll() {
  const invoke: Invoker['invoke'] = (what, inputData) => {
    const [kind = '', name = ''] = what.split(' ');
    if (kind !== 'auth') invoked.add(name);
    return cli.invoke(what, inputData);
  };
  const workflow = invoke('create execute_workflow', {
    project: REPORT,
    parameters: { Region: 'South' },
    // The CLI takes what a person would type.
    return_parameters: 'true',
  });
  const afterwards = (what: string) =>
    workflow.then((ended) =>
      invoke(what, { project: REPORT, job_id: String(resultOf(ended).job_id) }),
    );
  return {
    workflow,
    wait: afterwards('create wait_for_execution'),
    find: afterwards('search find_execution'),
    lambda: invoke('create execute_lambda', {
      project: 'Sales/Check File',
      files: {
        Input: files.add({ name: 'sales.csv', contentType: 'text/csv', content: FILE }),
      },
      keep_project: 'true',
      return_parameters: 'true',
    }),
    update: invoke('create update_parameters', {
      project: 'Welcome',
      parameters: { Name: 'Ada' },
    }),
    create: invoke('create create_project', {
      name: 'Invoked',
      template: 'Import data file',
      folder: 'Sales',
    }),
    project: invoke('search find_project', { name: 'Monthly Report', folder: 'Sales' }),
    parameters: invoke('search find_parameters', { project: REPORT, name: 'Year' }),
    changed: invoke('trigger parameter_changed --isLoadingSample', { project: REPORT }),
    choices: invoke('trigger project_parameter', { project: REPORT }),
    // The CLI plays no hooks: what it runs is the trigger without a post.
    hook: invoke('trigger workflow_data', { project: REPORT, callback_parameter: 'Region' }),
    typed: invoke('create update_parameters', { project: REPORT, ...TYPED }),
    rejected: REJECTED.map(([field, value]) =>
      invoke('create update_parameters', { project: REPORT, [field]: value }),
    ),
    failing: invoke('create execute_workflow', { project: 'Sales/Broken' }),
    test: invoke('auth test'),
    label: invoke('auth label'),
    refresh: invoke('auth refresh'),
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port is free');
  return address.port;
}

/** What the CLI printed; a failure shows what it complained of instead. */
function output({ code, stdout, stderr }: Ended): unknown {
  if (code !== 0) throw new Error(`The CLI ended with ${code}: ${stderr}`);
  return JSON.parse(stdout);
}

function resultOf(ended: Ended): Readonly<Record<string, unknown>> {
  return Object(output(ended));
}

/** Without the line breaks and marks of the CLI's error box. */
const plain = (stderr: string) => stderr.replace(/[\s›]+/g, ' ');

describe('the official CLI, speaking HTTPS to a server', () => {
  const host = () => new URL(sandbox.origin).host;

  test('auth start connects through a browser and keeps the tokens', () => {
    expect({ code: started.code, stderr: started.stderr }).toMatchObject({ code: 0 });
    const kept = cli.readEnv();
    expect(kept.get('authData_access_token')).toMatch(/^eyJ/);
    expect(kept.get('authData_refresh_token')).not.toBe('');
    expect(Date.parse(kept.get('authData_expires_at') ?? '')).toBeGreaterThan(Date.now());
  });

  test.each(['test', 'label'] as const)(
    'auth %s tells who is connected to which server',
    async (what) => {
      expect(output(await runs[what])).toEqual({ user: 'alice', host: host() });
    },
  );

  test('auth refresh gets another access token', async () => {
    expect((await runs.refresh).code).toBe(0);
    expect(sandbox.authorizationServer.tokens.list()).toHaveLength(2);
    expect(sandbox.authorizationServer.tokens.list()).toMatchObject([
      { user: 'alice' },
      { user: 'alice' },
    ]);
  });

  test('execute_workflow runs the project and brings its results back', async () => {
    const result = resultOf(await runs.workflow);
    expect(result).toMatchObject({
      job_state: 'COMPLETED',
      succeeded: true,
      parameters: { Result: 'Report for South 2026', Publish: false },
    });
    expect(sandbox.omniscope.jobs.map(({ id }) => id)).toContain(result.job_id);
  });

  test('wait_for_execution and find_execution tell of that job', async () => {
    const { job_id } = resultOf(await runs.workflow);
    expect(output(await runs.wait)).toMatchObject({ job_id, job_state: 'COMPLETED' });
    expect(output(await runs.find)).toMatchObject([{ job_id, succeeded: true }]);
  });

  test('execute_lambda carries a file from its link to the server', async () => {
    expect(output(await runs.lambda)).toMatchObject({
      succeeded: true,
      parameters: { 'File name': 'sales.csv', 'File size': FILE.length },
    });
  });

  test('update_parameters and create_project change the server', async () => {
    expect(output(await runs.update)).toMatchObject({ updated: ['Name'] });
    expect(sandbox.omniscope.project('Welcome.iox')?.parameters).toMatchObject([
      { name: 'Name', value: 'Ada' },
    ]);
    const { project_path } = resultOf(await runs.create);
    expect(project_path).toBe('Sales/Invoked.iox');
    expect(sandbox.omniscope.project('Sales/Invoked.iox')).toBeDefined();
  });

  test('find_parameters and both triggers read the parameters', async () => {
    expect(output(await runs.parameters)).toMatchObject([
      { name: 'Year', type: 'NUMBER', value: 2026 },
    ]);
    expect(output(await runs.project)).toMatchObject([{ id: 'Sales/Monthly Report.iox' }]);
    expect(output(await runs.changed)).toContainEqual(
      expect.objectContaining({ name: 'Year', value: 2026 }),
    );
    expect(output(await runs.choices)).toContainEqual(
      expect.objectContaining({ id: 'Year', name: 'Year' }),
    );
  });

  test('workflow_data gives an item without a post, which is all that the CLI can ask of a hook', async () => {
    expect(output(await runs.hook)).toEqual([{ id: expect.any(String), value: null }]);
  });

  test('what is typed for a parameter is stored as it was typed', async () => {
    expect(output(await runs.typed)).toMatchObject({ updated: ['Publish', 'Cut-off'] });
    const { parameters } = sandbox.omniscope.project(`${REPORT}.iox`) ?? { parameters: [] };
    expect(parameters).toContainEqual({ name: 'Publish', type: 'BOOLEAN', value: false });
    expect(parameters).toContainEqual({ name: 'Cut-off', type: 'DATE', value: '2026-11-30' });
  });

  test('… or rejected in words', async () => {
    for (const [index, [, , words]] of REJECTED.entries()) {
      const { code, stderr } = (await runs.rejected[index]) ?? { code: 0, stderr: '' };
      expect(code).not.toBe(0);
      expect(plain(stderr)).toContain(words);
    }
    expect(sandbox.omniscope.project(`${REPORT}.iox`)?.parameters).toContainEqual(
      expect.objectContaining({ name: 'Year', value: 2026 }),
    );
  });

  test('a failed run ends with the words that a user would read', async () => {
    const { code, stderr } = await runs.failing;
    expect(code).not.toBe(0);
    expect(plain(stderr)).toContain(
      'failed: “Block \\"Load sales\\": the source file is missing”.',
    );
  });

  test('no operation is left out', async () => {
    const { default: app } = await import('../../index.ts');
    const keys = [app.creates, app.searches, app.triggers].flatMap((all) => Object.keys(all ?? {}));
    expect(keys.sort()).toEqual([...invoked].sort());
  });
});
