/** Over real sockets, through Zapier's own core: what the app would leave in Zapier's logs. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createApp } from '../../index.ts';
import { authFields } from '../../sandbox/auth-fields.ts';
import { signIn } from '../../sandbox/headless-login/sign-in.ts';
import { type Sandbox, startSandbox } from '../../sandbox/start.ts';
import { createCache } from '../../sandbox/zapier-emulator/cache.ts';
import { startCoreEngine } from '../../sandbox/zapier-emulator/core-engine.ts';
import type { Engine } from '../../sandbox/zapier-emulator/engine.ts';
import { createPlatform } from '../../sandbox/zapier-emulator/zapier-emulator.ts';
import { systemClock } from '../../src/omniscope/clock.ts';

let sandbox: Sandbox;
let engine: Engine;
beforeAll(async () => {
  sandbox = await startSandbox();
  const environment = () => ({ OMNISCOPE_SANDBOX_ORIGIN: sandbox.origin });
  const app = createApp({ environment });
  engine = await startCoreEngine({ app, cache: createCache(systemClock) });
});
afterAll(async () => {
  await sandbox.close();
  await engine.close();
});

/** "At most a few first characters" of a token or a secret may be shown. */
const SHOWN = 8;

test('a whole session leaves no token, no secret and no code in the logs, nor in any message', async () => {
  const platform = createPlatform({ engine, clock: systemClock });
  const { clientSecret, redirectUri } = sandbox.connectionValues;
  const secrets = new Set([clientSecret]);
  const fields = authFields(sandbox.connectionValues);
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

  ends.push(await platform.connect({ fields, redirectUri, openBrowser }));
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
