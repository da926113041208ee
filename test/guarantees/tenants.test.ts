/** What one user, or one connection, leaves in the cache is never shown to another. */
import { describe, expect, test } from '@jest/globals';
import { createCache } from '../../sandbox/zapier-emulator/cache.ts';
import type { AuthData } from '../../sandbox/zapier-emulator/connection.ts';
import { createPlatform, type Platform } from '../../sandbox/zapier-emulator/zapier-emulator.ts';
import { createSimulator } from '../harness/simulator.ts';
import { PROJECT } from './fixture.ts';
import { openSimulation } from './step.ts';

const simulator = createSimulator();
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
  const [mine, others] = [1, 2].map(() => openSimulation(simulator, { aroundCache: () => cache }));
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
