import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { signIn } from '../../sandbox/headless-login/sign-in.ts';
import { createCache } from '../../sandbox/zapier-emulator/cache.ts';
import type { AuthData } from '../../sandbox/zapier-emulator/connection.ts';
import { createPlatform, type Platform } from '../../sandbox/zapier-emulator/zapier-emulator.ts';
import { type AppOverSockets, startApp } from '../harness/over-sockets.ts';
import { createSimulator } from '../harness/simulator.ts';
import { fixtureWith, PROJECT } from './fixture.ts';
import { openSimulation, runStep } from './step.ts';

const simulator = createSimulator();

/** What a server quotes of the secrets that the app holds reaches nobody. */
describe('secrets that a server quotes', () => {
  /** A server whose job fails, or whose parameter is set, with a text that quotes the whole connection. */
  function open(state: 'COMPLETED' | 'FAILED') {
    const end = { state, errorType: 'X', errorMessage: '' };
    const simulation = simulator.open({ fixture: fixtureWith({ durationMs: 1_000, end }) });
    const { access_token, refresh_token, oauth_client_secret } = simulation.platform.authData;
    const secrets = [access_token, refresh_token, oauth_client_secret].map(String);
    const quoted = `${secrets.join(' ')} ${secrets.map(encodeURIComponent).join('&')} ${Buffer.from(`client:${secrets[2]}`).toString('base64')}`;
    end.errorMessage = quoted;
    simulation.omniscope.setParameter(PROJECT, 'Region', quoted);
    const revealed = [
      ...secrets,
      ...secrets.map((secret) => Buffer.from(secret).toString('base64').slice(3, -4)),
    ];
    return { simulation, revealed };
  }

  test.each([
    ['the message of a failed job', 'FAILED', { on_failure: 'stop' }],
    ['the result of a failed job', 'FAILED', { on_failure: 'continue' }],
    ['the parameters after a run', 'COMPLETED', { return_parameters: true }],
  ] as const)('no secret stands in %s', async (_, state, input) => {
    const { simulation, revealed } = open(state);
    const outcome = JSON.stringify(await runStep(simulation, input));
    expect(outcome).toContain('…');
    expect(revealed.filter((secret) => outcome.includes(secret))).toEqual([]);
  });

  test('no secret stands in what Find Parameters gives', async () => {
    const { simulation, revealed } = open('COMPLETED');
    const inputData = { project: PROJECT, name: 'Region' };
    const outcome = await simulation.platform.runStep({
      key: 'searches.find_parameters',
      inputData,
    });
    expect(outcome.status).toBe('success');
    const text = JSON.stringify(outcome);
    expect(revealed.filter((secret) => text.includes(secret))).toEqual([]);
  });

  test.each([
    ['the message of a failed job', 'FAILED', { on_failure: 'stop' }],
    ['the result of a failed job', 'FAILED', { on_failure: 'continue' }],
    ['the parameters after a run', 'COMPLETED', { return_parameters: true }],
  ] as const)('no callback URL, as it is or encoded, stands in %s', async (_, state, input) => {
    const end = { state, errorType: 'X', errorMessage: '' };
    const simulation = simulator.open({ fixture: fixtureWith({ durationMs: 1_000, end }) });
    const held = await runStep(simulation, { callback_parameter: 'Callback URL', ...input });
    const url = held.status === 'callback' ? held.callbackUrl : '';
    expect(url).toMatch(/^https:/);
    const encoded = encodeURIComponent(url);
    end.errorMessage = `Cannot post to ${state === 'FAILED' ? encoded : url}: 410`;
    const outcome = JSON.stringify(await simulation.platform.resume(url, {}));
    expect(outcome).toContain('…');
    expect([url, encoded].filter((secret) => outcome.includes(secret))).toEqual([]);
  });
});

/** Over real sockets, through Zapier's own core: what the app would leave in Zapier's logs. */
describe('the logs', () => {
  let app: AppOverSockets;
  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app?.close());

  /** "At most a few first characters" of a token or a secret may be shown. */
  const SHOWN = 8;

  test('a whole session leaves no token, no secret and no code in the logs, nor in any message', async () => {
    const { platform, sandbox, engine } = app;
    const secrets = new Set([sandbox.connectionValues.clientSecret]);
    const openBrowser = async (url: string) => {
      const back = await signIn(url, { username: 'alice', password: 'alice-password' });
      secrets.add(new URL(back).searchParams.get('code') ?? 'no code');
      return back;
    };
    const remember = () => {
      for (const key of ['access_token', 'refresh_token']) {
        secrets.add(String(platform.authData[key]));
      }
    };
    const ends: unknown[] = [];
    const run = async (key: string, inputData: Readonly<Record<string, unknown>>) => {
      ends.push(await platform.runStep({ key, inputData }));
      remember();
    };

    ends.push(await app.connect({ openBrowser }));
    remember();
    const project = 'Welcome.iox';
    await run('creates.execute_workflow', { project });
    // The token ends in the middle of a run, is renewed, and is taken back at last.
    sandbox.faults.add({ on: 'state', nth: 1, fault: { kind: 'expire-token' } });
    await run('creates.execute_workflow', { project });
    await run('creates.execute_workflow', { project: 'Nowhere.iox' });
    await run('creates.update_parameters', { project, parameters: { Name: 'you' } });
    await run('searches.find_parameters', { project, name: 'Name' });
    sandbox.faults.add({ on: 'token', nth: 1, fault: { kind: 'status', status: 401 } });
    sandbox.faults.add({ on: 'any', fault: { kind: 'revoke-token' } });
    // The 401 of the token endpoint says nothing, so the connection stays; then the server itself refuses.
    await run('creates.execute_workflow', { project });
    await run('creates.execute_workflow', { project });

    expect(ends.map((end) => Object(end).status)).toEqual([
      ...[
        'connected',
        'success',
        'success',
        'errored',
        'success',
        'success',
        'errored',
        'reconnect',
      ],
    ]);
    expect(secrets.size).toBeGreaterThanOrEqual(6);
    const logged = JSON.stringify(engine.logs);
    expect(logged).toContain('/oauth/token/zapier');
    const shown = `${logged}${JSON.stringify(ends)}`;
    for (const secret of secrets) {
      expect(secret.length).toBeGreaterThan(SHOWN);
      expect(shown).not.toContain(secret);
      // A JWT's first characters are the same in all of them; what tells it apart comes later.
      expect(shown).not.toContain(secret.slice(-SHOWN * 2));
    }
  });
});

/** What one user, or one connection, leaves in the cache is never shown to another. */
describe('several users', () => {
  const { clock, engine } = simulator;

  /** The ids of the changes that a poll gives. */
  async function poll(platform: Platform): Promise<unknown[]> {
    const key = 'triggers.parameter_changed';
    const outcome = await platform.runStep({ key, inputData: { project: PROJECT } });
    if (outcome.status !== 'success' || !Array.isArray(outcome.results)) {
      throw new Error(`the poll ended as ${outcome.status}`);
    }
    return outcome.results.map(({ name }) => name);
  }

  /** A connection that has seen `Region` change, and what another one needs to look like it. */
  async function afterChange() {
    const cache = createCache(clock);
    const [mine, others] = [1, 2].map(() =>
      openSimulation(simulator, { aroundCache: () => cache }),
    );
    if (mine === undefined || others === undefined) throw new Error('two scenes are needed');
    const owner = {
      user: new URL(String(mine.platform.authData.server_url)).hostname.split('.')[0] ?? '',
    };
    expect(await poll(mine.platform)).toEqual([]);
    await mine.platform.runStep({
      key: 'creates.update_parameters',
      inputData: { project: PROJECT, parameters: { Region: 'South' } },
    });
    expect(await poll(mine.platform)).toEqual(['Region']);
    /** Another connection of the same user. */
    const connectionOf = (authData: AuthData) =>
      createPlatform({ engine, clock, owner: { ...owner, auth: 'auth-2' }, authData });
    return { mine, others, connectionOf };
  }

  describe('a change that one connection has seen', () => {
    test('is seen by the same connection after a refresh, whatever its tokens look like', async () => {
      const { mine, connectionOf } = await afterChange();
      const { authData } = mine.platform;
      expect(await poll(connectionOf({ ...authData, issued_at: '' }))).toEqual(['Region']);
    });

    test('is not seen by another user, whose connection is the same', async () => {
      const { mine, others } = await afterChange();
      others.platform.authData = mine.platform.authData;
      expect(await poll(others.platform)).toEqual([]);
    });

    test('is not seen by a connection of the same user to another server', async () => {
      const { others, connectionOf } = await afterChange();
      expect(await poll(connectionOf(others.platform.authData))).toEqual([]);
    });

    test.each([
      { connection_id: 'made when connecting' },
      { oauth_client_id: 'another' },
      { integration_id: 'another' },
    ])('is not seen by another connection of the same user: %j', async (difference) => {
      const { mine, connectionOf } = await afterChange();
      expect(await poll(connectionOf({ ...mine.platform.authData, ...difference }))).toEqual([]);
    });
  });
});
