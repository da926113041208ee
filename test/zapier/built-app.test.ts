import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import core from 'zapier-platform-core';
import { realClock } from '../../sandbox/clock.ts';
import { type HttpsServer, startHttpsServer } from '../../sandbox/http/server.ts';
import { IssuedTokens } from '../../sandbox/omniscope-server/issued-tokens.ts';
import { createOmniscopeServer } from '../../sandbox/omniscope-server/omniscope-server.ts';
import { ANALYSTS, SAMPLE_FIXTURE } from '../../sandbox/omniscope-server/sample-fixture.ts';

/** The app as Zapier runs it: built, with the process's own clock and environment. */
const built = await import(new URL('../../dist/index.js', import.meta.url).href);
const app = built.default;

let server: HttpsServer;
let authData: Record<string, string>;
beforeAll(async () => {
  const tokens = new IssuedTokens(realClock);
  const omniscope = createOmniscopeServer({
    fixture: SAMPLE_FIXTURE,
    clock: realClock,
    random: Math.random,
    verifyToken: async (token, now) => tokens.verify(token, now),
    pathPrefix: '',
    post: async () => {},
  });
  server = await startHttpsServer({
    cert: readFileSync(String(process.env.SANDBOX_CERTIFICATE)),
    key: readFileSync(String(process.env.SANDBOX_KEY)),
    handler: omniscope.handle,
  });
  process.env.OMNISCOPE_SANDBOX_ORIGIN = server.origin;
  const grant = { user: 'ada', groups: [ANALYSTS], lifetimeMs: 3_600_000 };
  authData = { server_url: server.origin, access_token: tokens.issue(grant) };
});
afterAll(async () => {
  delete process.env.OMNISCOPE_SANDBOX_ORIGIN;
  await server.close();
});

describe('the built app, in the tester that the platform gives to developers', () => {
  const tester = core.createAppTester(app);

  test('runs an action', async () => {
    const inputData = {
      project: 'Welcome',
      parameters: { Name: '{{Ada}}' },
      return_parameters: true,
    };
    const { perform } = app.creates.execute_workflow.operation;
    expect(await tester(perform, { authData, inputData })).toMatchObject({
      job_state: 'COMPLETED',
      succeeded: true,
      parameters: { Name: '{{Ada}}' },
    });
  });

  test('runs a search, and words its errors', async () => {
    const { perform } = app.searches.find_parameters.operation;
    const found = await tester(perform, {
      authData,
      inputData: { project: 'Welcome', name: 'Name' },
    });
    expect(found).toMatchObject([{ id: 'Name', type: 'TEXT' }]);
    const failing = tester(perform, { authData, inputData: { project: 'Nowhere' } });
    await expect(failing).rejects.toThrow('The server has no project');
  });

  test('shows the fields of a project', async () => {
    const [, fields] = app.creates.update_parameters.operation.inputFields;
    const shown = await tester(fields, { authData, inputData: { project: 'Welcome' } });
    expect(shown).toMatchObject([{ key: 'param_text_Name', label: 'Name' }]);
  });
});

test('the built app knows its versions', () => {
  const { version } = JSON.parse(
    String(readFileSync(new URL('../../package.json', import.meta.url))),
  );
  expect([app.version, app.platformVersion]).toEqual([version, core.version]);
});
