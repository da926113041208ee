import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { realClock } from '../../../sandbox/clock.ts';
import type { Parameter } from '../../../src/omniscope/parameters.ts';
import { parseProjectPath } from '../../../src/omniscope/paths.ts';
import { parseConnection } from '../../../src/zapier/auth/connection.ts';
import { changesFor } from '../../../src/zapier/history/parameter-history.ts';
import { updateHistory } from '../../../src/zapier/history/update-history.ts';
import { watchedParameters } from '../../../src/zapier/history/watched-parameters.ts';
import { systemRuntime } from '../../../src/zapier/platform/runtime.ts';
import { CacheUnavailableError, createStepCache } from '../../../src/zapier/platform/step-cache.ts';
import { server } from '../../omniscope/fixture.ts';
import { type Core, startCore } from '../core.ts';

let core: Core;
beforeAll(async () => {
  core = await startCore();
});
beforeEach(() => core.cache.behave('available'));
afterAll(() => core.close());

const having = (value: string): Parameter[] => [{ name: 'p', type: 'TEXT', value }];

interface Poll {
  connectionId?: string;
  fetchedAt?: number;
  names?: readonly string[];
}

/** One Zap's poll of a project with these parameters; the ids of what it is given. */
const pollAll = (project: string, parameters: Parameter[], options: Poll = {}): Promise<string[]> =>
  core.run(async (z, bundle) => {
    const { connectionId = '1', fetchedAt = realClock.now(), names = [] } = options;
    const authData = { server_url: server.url, connection_id: connectionId };
    const connection = parseConnection({ ...bundle, authData }, systemRuntime);
    const watched = { connection, project: parseProjectPath(project, server), names };
    const cache = createStepCache(z, realClock);
    const reading = { parameters, fetchedAt };
    const history = await updateHistory(cache, systemRuntime, watched, reading);
    return changesFor(history, parameters).map(({ id }) => id);
  });

const poll = (project: string, value: string, options?: Poll) =>
  pollAll(project, having(value), options);

test('every Zap of a connection is given every change, by the same id', async () => {
  expect(await poll('Shared', 'A')).toEqual([]);
  const first = await poll('Shared', 'B');
  expect(first).toHaveLength(1);
  expect(await poll('Shared', 'B')).toEqual(first);
  const third = await poll('Shared', 'A');
  expect(third).toHaveLength(2);
  expect(third).toContain(first[0]);
});

test('a slow response that another Zap has overtaken is no change back', async () => {
  const begun = realClock.now();
  await poll('Overtaken', 'X');
  expect(await poll('Overtaken', 'Y')).toHaveLength(1);
  expect(await poll('Overtaken', 'X', { fetchedAt: begun - 1 })).toHaveLength(1);
  expect(await poll('Overtaken', 'Y')).toHaveLength(1);
});

test('two Zaps that poll for the first time at once share one history', async () => {
  await Promise.all([poll('Twins', 'A'), poll('Twins', 'A')]);
  const [one, two] = await Promise.all([poll('Twins', 'B'), poll('Twins', 'B')]);
  expect(one).toHaveLength(1);
  expect(two).toEqual(one);
});

test('projects and connections do not see each other’s changes', async () => {
  await Promise.all([poll('One', 'A'), poll('Two', 'A'), poll('One', 'A', { connectionId: '2' })]);
  expect(await poll('One', 'B')).toHaveLength(1);
  expect(await poll('Two', 'A')).toEqual([]);
  expect(await poll('One', 'A', { connectionId: '2' })).toEqual([]);
});

test('Zaps that watch the same names share a history, however they list them', async () => {
  await poll('Names', 'A', { names: ['p', 'q', 'p'] });
  expect(await poll('Names', 'B', { names: ['q', 'p'] })).toHaveLength(1);
  expect(await poll('Names', 'B')).toEqual([]);
});

test('memory that was lost begins anew, with the value of the moment', async () => {
  core.cache.behave('forgetting');
  expect(await poll('Lost', 'A')).toEqual([]);
  core.cache.behave('available');
  expect(await poll('Lost', 'B')).toEqual([]);
  expect(await poll('Lost', 'C')).toHaveLength(1);
});

test('a cache that does not respond is an error, never an empty history', async () => {
  await poll('Failing', 'A');
  core.cache.behave('failing');
  await expect(poll('Failing', 'B')).rejects.toThrow(CacheUnavailableError);
  core.cache.behave('available');
  expect(await poll('Failing', 'B')).toHaveLength(1);
});

test('more parameters than a history can hold are an error that says so, and nothing is kept', async () => {
  const many = (count: number) =>
    Array.from({ length: count }, (_, index) => ({ name: `p${index}`, type: 'TEXT', value: 'A' }));
  const before = core.cache.calls;
  await expect(pollAll('Many', many(6_001))).rejects.toMatchObject({
    code: 'too-many-parameters',
    details: { count: 6_001 },
  });
  expect(core.cache.calls).toBe(before);
  expect(await pollAll('Many', many(6_000))).toEqual([]);
});

const PARAMETERS = ['a', 'b', ' b', 'c '].map((name) => ({ name, type: 'TEXT', value: name }));

test.each([
  ['all where none are named', [], ['a', 'b', ' b', 'c ']],
  // zapier-platform-cli 552
  ['each once, however often it is named', ['a', 'a'], ['a']],
  ['that of exactly the name before others', ['b'], ['b']],
  ['one that differs by spaces at its ends, which nobody sees', ['c'], ['c ']],
  ['none for a name that is gone', ['d', 'a'], ['a']],
])('a Zap watches %s', (_, names, expected) => {
  expect(watchedParameters(PARAMETERS, names).map(({ name }) => name)).toEqual(expected);
});
