import { createServer } from 'node:net';
import { env } from 'node:process';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { loadCertificate } from '../../sandbox/certificate.ts';
import { type FileHost, startFileHost } from '../../sandbox/file-host.ts';
import { signIn } from '../../sandbox/headless-login/sign-in.ts';
import { type Sandbox, startSandbox } from '../../sandbox/start.ts';
import { goodInput } from '../definition/good-input.ts';
import { operations } from '../definition/operations.ts';
import { keyFaults } from '../definition/sample-checks.ts';
import { type Invoker, openInvoker } from './invoke.ts';
import type { Ended } from './run.ts';

const REPORT = 'Sales/Monthly Report';
const FILE = 'Region,Amount\nNorth,1\n';
/** What the CLI calls each kind of operation. */
const KINDS = { creates: 'create', searches: 'search', triggers: 'trigger' } as const;

let sandbox: Sandbox;
let files: FileHost;
let cli: Invoker;
let started: Ended;

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
});

afterAll(async () => {
  cli?.close();
  await Promise.all([files?.close(), sandbox?.close()]);
});

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

/** Without the line breaks and marks of the CLI's error box. */
const plain = (stderr: string) => stderr.replace(/[\s›]+/g, ' ');

/** Results are one object, or a list of them. */
function itemsOf(results: unknown): Readonly<Record<string, unknown>>[] {
  const list: unknown[] = Array.isArray(results) ? results : [results];
  return list.map((item) => ({ ...Object(item) }));
}

describe('invoke of the official CLI', () => {
  test('auth start connects through a browser and keeps the tokens', () => {
    expect({ code: started.code, stderr: started.stderr }).toMatchObject({ code: 0 });
    const kept = cli.readEnv();
    expect(kept.get('authData_access_token')).toMatch(/^eyJ/);
    expect(kept.get('authData_refresh_token')).not.toBe('');
    expect(Date.parse(kept.get('authData_expires_at') ?? '')).toBeGreaterThan(Date.now());
  });

  test.each(['test', 'label'])(
    'auth %s tells who is connected to which server',
    async (command) => {
      const connected = { user: 'alice', host: new URL(sandbox.origin).host };
      expect(output(await cli.invoke(`auth ${command}`))).toEqual(connected);
    },
  );

  test.each(operations.map((operation) => [operation.key, operation] as const))(
    'runs %s to a result with the keys of its sample',
    async (key, operation) => {
      const [job] = sandbox.omniscope.jobs;
      const input = goodInput(operation, { ...(job && { job_id: job.id }) });
      const what = `${KINDS[operation.kind]} ${key}`;
      const sampling = operation.kind === 'triggers' ? ' --isLoadingSample' : '';
      const items = itemsOf(output(await cli.invoke(what + sampling, input)));
      expect(items.length).toBeGreaterThan(0);
      // What a hook gives has the keys that the workflow posted.
      const keysVary = operation.type === 'hook';
      for (const item of keysVary ? [] : items) {
        expect(keyFaults(operation.sample, item)).toEqual([]);
      }
    },
  );

  test('takes what a person would type for a boolean and for a dict', async () => {
    const input = {
      project: REPORT,
      parameters: { Region: 'South' },
      return_parameters: 'true',
    };
    expect(output(await cli.invoke('create execute_workflow', input))).toMatchObject({
      job_state: 'COMPLETED',
      parameters: { Result: 'Report for South 2026', Publish: false },
    });
  });

  // What the CLI would make something else of, were the fields of the parameters' own types.
  test('stores what is typed for a parameter as it was typed', async () => {
    const typed = { param_boolean_Publish: 'off', param_date_Cut$002doff: '2026-11-30' };
    await cli.invoke('create update_parameters', { project: REPORT, ...typed });
    expect(sandbox.omniscope.project(`${REPORT}.iox`)?.parameters).toEqual(
      expect.arrayContaining([
        { name: 'Publish', type: 'BOOLEAN', value: false },
        { name: 'Cut-off', type: 'DATE', value: '2026-11-30' },
      ]),
    );
  });

  test.each([
    ['param_number_Year', 'N/A', 'Enter a number'],
    ['param_boolean_Publish', 'maybe', 'Enter true or false'],
    ['param_date_Cut$002doff', 'Q3', 'Enter a day'],
  ])('rejects what is typed for %s: %s', async (field, value, message) => {
    const before = sandbox.omniscope.requests.length;
    const input = { project: REPORT, [field]: value };
    const { code, stderr } = await cli.invoke('create update_parameters', input);
    expect(code).not.toBe(0);
    expect(plain(stderr)).toContain(message);
    const requests = sandbox.omniscope.requests.slice(before);
    expect(requests.filter(({ method }) => method === 'POST')).toEqual([]);
  });

  test('carries a file from its link to the server', async () => {
    const link = files.add({ name: 'sales.csv', contentType: 'text/csv', content: FILE });
    const input = {
      project: 'Sales/Check File',
      files: { Input: link },
      keep_project: 'true',
      return_parameters: 'true',
    };
    expect(output(await cli.invoke('create execute_lambda', input))).toMatchObject({
      parameters: { 'File name': 'sales.csv', 'File size': FILE.length },
    });
  });

  test('ends a run that failed with the message that a user would read', async () => {
    const { code, stderr } = await cli.invoke('create execute_workflow', {
      project: 'Sales/Broken',
    });
    expect(code).not.toBe(0);
    expect(plain(stderr)).toMatch(/of \\"Sales\/Broken\.iox\\" failed: .* See which block failed/);
  });

  test('auth refresh gets another access token', async () => {
    const before = cli.readEnv().get('authData_access_token');
    expect((await cli.invoke('auth refresh')).code).toBe(0);
    expect(cli.readEnv().get('authData_access_token')).not.toBe(before);
    expect(sandbox.authorizationServer.tokens.list()).toMatchObject([
      { user: 'alice' },
      { user: 'alice' },
    ]);
  });
});
