import { expect, test } from '@jest/globals';
import { createVirtualClock } from '../../sandbox/zapier-emulator/virtual-clock.ts';
import { ServerUrl } from '../../src/omniscope/server-url.ts';
import type { Connection } from '../../src/zapier/auth/connection.ts';
import { createStartRecords } from '../../src/zapier/execution/start-records.ts';
import { CacheUnavailableError, type StepCache } from '../../src/zapier/platform/step-cache.ts';

const clock = createVirtualClock();
const project = { kind: 'project', segments: ['Report.iox'] } as const;
const job = { id: 'EA238_3', project, lambdaProject: null, startedAt: clock.now() };

/** A cache on a map, where `afterAdd` can happen before the response to an `add`. */
function cacheOn(values: Map<string, unknown>, afterAdd?: () => Promise<void>): StepCache {
  const add = async (key: string, value: unknown) => {
    if (values.has(key)) return false;
    values.set(key, value);
    return true;
  };
  return {
    get: async (key) => values.get(key) ?? null,
    set: async (key, value) => void values.set(key, value),
    async setIfAbsent(key, value) {
      const added = await add(key, value);
      await afterAdd?.();
      return added;
    },
    acquire: async (key, value) => (await add(key, value)) || values.get(key) === value,
    delete: async (key) => void values.delete(key),
  };
}

function recordsOf(cache: StepCache, token: string, issuedAt: number) {
  const connection: Connection = {
    server: ServerUrl.parse('https://example.com'),
    access: 'both',
    accessToken: token,
    secrets: [token],
    issuedAt,
    expiresAt: null,
    identity: ['example.com'],
  };
  let count = 0;
  return createStartRecords({
    cache: () => cache,
    clock,
    connection,
    run: { operation: 'execute_workflow', zap: '1', isEditorTest: false, inputData: {} },
    project,
    saveDeadline: clock.now() + 10_000,
    random: () => `00${count++}${token}`,
  });
}

test('a record that another run has claimed by the time it is revoked has its step run again', async () => {
  const values = new Map<string, unknown>();
  const taken: unknown[] = [];
  const other = recordsOf(cacheOn(values), 'new', clock.now());
  const slow = cacheOn(values, async () => {
    taken.push(await other.claim(null));
    throw new CacheUnavailableError();
  });
  const records = recordsOf(slow, 'old', clock.now() - 3_600_000);
  // The other run has the job: to end with it as well would be to share it.
  expect(await records.save(job)).toBe(true);
  expect(taken).toMatchObject([{ job }]);
});

test('a start record that no other run has claimed is revoked, and its step keeps the job', async () => {
  const values = new Map<string, unknown>();
  const failing = cacheOn(values, async () => {
    throw new CacheUnavailableError();
  });
  expect(await recordsOf(failing, 'old', clock.now() - 3_600_000).save(job)).toBe(false);
  expect(await recordsOf(cacheOn(values), 'new', clock.now()).claim(null)).toBeNull();
});

test('a record that the cache keeps for too long is not used: the rerun takes seconds', async () => {
  const values = new Map<string, unknown>();
  expect(await recordsOf(cacheOn(values), 'old', clock.now() - 3_600_000).save(job)).toBe(true);
  await clock.sleep(121_000);
  expect(await recordsOf(cacheOn(values), 'new', clock.now()).claim(null)).toBeNull();
});
