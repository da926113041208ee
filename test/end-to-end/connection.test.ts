import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { Fault } from '../../sandbox/faults/fault.ts';
import { type Harness, openHarness, resultsOf, wordsOf } from './harness.ts';

describe('a connection', () => {
  let harness: Harness;
  beforeAll(async () => {
    harness = await openHarness();
  });
  afterAll(() => harness?.close());

  test('is named after its user and server, and passes its test by one request', async () => {
    const { value, requests } = await harness.during(() => harness.platform.test());
    const { host } = new URL(harness.sandbox.origin);
    expect(resultsOf(value)).toEqual({ user: 'alice', host });
    expect(await harness.platform.label(resultsOf(value))).toBe(`alice on ${host}`);
    expect(requests).toHaveLength(1);
  });

  test('for projects only lets a search say which access it takes', async () => {
    const platform = await harness.connect('alice', { api_access: 'project' });
    const inputData = { name: 'Root' };
    const outcome = await platform.runStep({ key: 'searches.find_project', inputData });
    expect(outcome.status).toBe('errored');
    expect(wordsOf(outcome)).toContain('set to "Run workflows and create projects"');
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

/** What stands between Zapier and a server, and what a server may say in another form, over sockets. */
describe('the outside world', () => {
  let harness: Harness;
  beforeAll(async () => {
    harness = await openHarness({ nodes: 2, assumptions: { rejectedToken: '403-challenge' } });
  });
  afterEach(() => harness.sandbox.faults.clear());
  afterAll(() => harness?.close());

  const KEY = 'creates.execute_workflow';
  const TIMED = { project: 'Reports/Timed', parameters: { Seconds: '0.4' } };

  describe('one run starts one job and reads its end', () => {
    test.each<[string, Fault]>([
      ['in ISO-8859-1 (axios 501)', { kind: 'encode', charset: 'iso-8859-1' }],
      ['in windows-1252', { kind: 'encode', charset: 'windows-1252' }],
      ['in UTF-16', { kind: 'encode', charset: 'utf-16le' }],
      [
        'with Content-Encoding: GZIP (node-fetch 661)',
        { kind: 'encode', coding: 'gzip', declaredAs: 'GZIP' },
      ],
      ['with raw deflate', { kind: 'encode', coding: 'raw-deflate' }],
      ['with Brotli', { kind: 'encode', coding: 'br' }],
    ])('where every response comes %s', async (_, fault) => {
      harness.sandbox.faults.add({ on: 'any', fault });
      const input = {
        project: 'Reports/Typed',
        parameters: { Region: 'Größe' },
        return_parameters: true,
      };
      const { value, jobs } = await harness.during(() => harness.run(KEY, input));
      expect(wordsOf(value)).toBe('');
      expect(resultsOf(value)).toMatchObject({ succeeded: true, parameters: { Region: 'Größe' } });
      expect(jobs).toHaveLength(1);
    });

    test.each<[string, Fault]>([
      ['every kept connection is closed (aws-sdk-js-v3 1196)', { kind: 'close-kept-connection' }],
      ['a balancer leads to two nodes (omniscope-multinode)', { kind: 'delay', ms: 0 }],
    ])('where %s', async (_, fault) => {
      harness.sandbox.faults.add({ on: 'state', fault });
      const { value, jobs } = await harness.during(() => harness.run(KEY, TIMED));
      expect(wordsOf(value)).toBe('');
      expect(resultsOf(value)).toMatchObject({ succeeded: true });
      expect(jobs).toHaveLength(1);
    });

    // n8n 34147, sanic-jwt 168: the API rejects with 403, and the new token has other claims.
    test('where its token expires with a 403, and the next one has no name', async () => {
      const { authData } = harness.platform;
      const issuedAt = new Date(harness.clock.now() - 60_000).toISOString();
      harness.platform.authData = { ...authData, issued_at: issuedAt };
      harness.sandbox.faults.add({ on: 'state', nth: 2, fault: { kind: 'expire-token' } });
      const unnamed = { name: null, email: null, preferred_username: null };
      harness.sandbox.identityProvider.changeClaims('alice', unnamed);
      const { value, jobs } = await harness.during(() => harness.run(KEY, TIMED));
      expect(value.attempts.map(({ method }) => method.split('.').at(-1))).toContain(
        'refreshAccessToken',
      );
      expect(resultsOf(value)).toMatchObject({ succeeded: true, job_id: jobs[0]?.id });
      expect(jobs).toHaveLength(1);
    });
  });

  test('nothing is started over a connection whose handshake breaks, and the error says so', async () => {
    harness.sandbox.connectionFaults.failNext('reset in the handshake');
    const { value, jobs } = await harness.during(() => harness.run(KEY, TIMED));
    expect(jobs).toEqual([]);
    expect(wordsOf(value)).not.toContain('may be running');
    expect(wordsOf(value)).toContain('localhost');
  });
});
