import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Harness, openHarness, resultsOf, wordsOf } from './harness.ts';

let harness: Harness;
beforeAll(async () => {
  harness = await openHarness();
});
afterAll(() => harness?.close());

describe('a connection', () => {
  test('is named after its user and server, and passes its test by one request', async () => {
    const { value, requests } = await harness.during(() => harness.platform.test());
    const { host } = new URL(harness.sandbox.origin);
    expect(resultsOf(value)).toEqual({ user: 'alice', host });
    expect(await harness.platform.label(resultsOf(value))).toBe(`alice on ${host}`);
    expect(requests).toHaveLength(1);
  });

  test('keeps its tokens and their times, and the old refresh token only until the next', async () => {
    const platform = await harness.connect('alice');
    const before = platform.authData;
    expect(before).toMatchObject({
      access_token: expect.stringMatching(/^eyJ/),
      refresh_token: expect.stringMatching(/./),
      expires_at: expect.stringMatching(/^\d{4}-.*Z$/),
    });
    harness.sandbox.authorizationServer.tokens.expireAll();
    const request = { key: 'searches.find_parameters', inputData: { project: 'Root' } };
    expect((await platform.runStep(request)).status).toBe('success');
    expect(platform.authData.access_token).not.toBe(before.access_token);
    expect(platform.authData.refresh_token).not.toBe(before.refresh_token);
  });

  test('tells from its test project which permission is missing', async () => {
    await expect(harness.connect('alice', { test_project: 'Root' })).resolves.toBeDefined();
    await expect(harness.connect('alice', { test_project: 'Private/Salaries' })).rejects.toThrow(
      'Workflow Execution via APIs',
    );
  });

  test.each([
    ['workflow', 'creates.create_project', { name: 'New', template: 'Import data file' }],
    ['project', 'creates.execute_workflow', { project: 'Root' }],
    ['project', 'searches.find_execution', { project: 'Root', job_id: 'EA1_1' }],
  ])('for "%s" only says so when more is asked of it', async (api_access, key, inputData) => {
    const platform = await harness.connect('alice', { api_access });
    const outcome = await platform.runStep({ key, inputData });
    expect(outcome.status).toBe('errored');
    expect(wordsOf(outcome)).toContain('API Access');
  });

  test('may do what its own user may, and no more', async () => {
    const bob = await harness.connect('bob');
    const run = await bob.runStep({
      key: 'creates.execute_workflow',
      inputData: { project: 'Root' },
    });
    expect(resultsOf(run).succeeded).toBe(true);
    const created = await bob.runStep({
      key: 'creates.create_project',
      inputData: { name: 'Of Bob', template: 'Import data file' },
    });
    expect(wordsOf(created)).toContain('"File Management"');
  });

  test.each([
    ['http://localhost', 'https'],
    ['https://127.0.0.1', 'domain name'],
    ['https://omniscope', 'cannot be reached from the internet'],
    ['https://omniscope.example.com/?a=1', 'question mark'],
  ])('is refused for the server URL %s, and nothing is sent', async (server_url, words) => {
    const { value, requests } = await harness.during(() =>
      harness.connect('alice', { server_url }).catch(String),
    );
    expect(String(value)).toContain('authorizeUrl');
    expect(String(value)).toContain(words);
    expect(requests).toEqual([]);
  });
});
