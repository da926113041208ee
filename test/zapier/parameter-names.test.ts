import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createApp } from '../../index.ts';
import { realClock } from '../../sandbox/clock.ts';
import { createCache } from '../../sandbox/zapier-emulator/cache.ts';
import { startCoreEngine } from '../../sandbox/zapier-emulator/core-engine.ts';
import type { Engine } from '../../sandbox/zapier-emulator/engine.ts';
import { createPlatform, type Platform } from '../../sandbox/zapier-emulator/zapier-emulator.ts';
import { type Loopback, startLoopback } from './platform/loopback.ts';

let engine: Engine;
let server: Loopback;
let platform: Platform;
beforeAll(async () => {
  server = await startLoopback();
  const paramValues = ['a', ' a', 'b '].map((name) => ({ name, type: 'TEXT', value: name.length }));
  server.answer = (response) => response.end(JSON.stringify({ paramValues }));
  const environment = () => ({ OMNISCOPE_SANDBOX_ORIGIN: server.origin });
  const app = createApp({ environment });
  engine = await startCoreEngine({ app, cache: createCache(realClock) });
  const authData = { server_url: server.origin, access_token: 'token' };
  platform = createPlatform({ engine, clock: realClock, authData });
});
afterAll(async () => {
  await engine.close();
  await server.close();
});

async function names(key: string, inputData: object, editorTest = false): Promise<unknown> {
  const outcome = await platform.runStep({
    key,
    inputData: { project: 'Report', ...inputData },
    editorTest,
  });
  if (outcome.status !== 'success') return JSON.stringify(outcome);
  return [outcome.results].flat().map((found) => Object(found).name);
}

describe('names that differ in spaces at their ends', () => {
  test.each([
    ['a', ['a']],
    [' a', [' a']],
    ['b', ['b ']],
    ['c', []],
    ['', ['a', ' a', 'b ']],
  ])('are found by what was chosen, else by what was meant: %j', async (name, expected) => {
    expect(await names('searches.find_parameters', { name })).toEqual(expected);
  });

  test('are watched by what was chosen, else by what was meant', async () => {
    const watched = { names: [' a', 'b'] };
    expect(await names('triggers.parameter_changed', watched, true)).toEqual([' a', 'b ']);
  });
});

test('a watched parameter that the project does not have is an error in the editor', async () => {
  const told = await names('triggers.parameter_changed', { names: ['a', 'Regoin'] }, true);
  expect(told).toContain('has no parameter');
  expect(told).toContain('Regoin');
});
