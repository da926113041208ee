/** Over real sockets, through Zapier's own core: what the app would leave in Zapier's logs. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { signIn } from '../../sandbox/headless-login/sign-in.ts';
import { type AppOverSockets, startApp } from '../harness/over-sockets.ts';

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
    ...['connected', 'success', 'success', 'errored', 'success', 'success', 'errored', 'reconnect'],
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
