import { expect, test } from '@jest/globals';
import { createVirtualClock } from '../../sandbox/platform/virtual-clock.ts';
import { ServerAddress } from '../../src/omniscope/server-address.ts';
import type { Connection } from '../../src/zapier/connection.ts';
import { startNotes } from '../../src/zapier/execution/start-notes.ts';
import { type Memory, MemoryUnavailable } from '../../src/zapier/memory.ts';

const clock = createVirtualClock();
const project = { kind: 'project', segments: ['Report.iox'] } as const;
const job = { id: 'EA238_3', project, lambdaProject: null, startedAt: clock.now() };

/** A memory on a map, where `afterAdd` can happen before the answer to an `add`. */
function memoryOn(values: Map<string, unknown>, afterAdd?: () => Promise<void>): Memory {
  const add = async (key: string, value: unknown) => {
    if (values.has(key)) return false;
    values.set(key, value);
    return true;
  };
  return {
    get: async (key) => values.get(key) ?? null,
    set: async (key, value) => void values.set(key, value),
    async add(key, value) {
      const added = await add(key, value);
      await afterAdd?.();
      return added;
    },
    claim: async (key, value) => (await add(key, value)) || values.get(key) === value,
    delete: async (key) => void values.delete(key),
  };
}

function notesOf(memory: Memory, token: string, issuedAt: number) {
  const connection: Connection = {
    server: ServerAddress.parse('https://example.com'),
    access: 'both',
    accessToken: token,
    issuedAt,
    expiresAt: null,
    identity: ['example.com'],
  };
  let count = 0;
  return startNotes({
    memory: () => memory,
    clock,
    connection,
    run: { operation: 'execute_workflow', zap: '1', isEditorTest: false, inputData: {} },
    project,
    leaveBy: clock.now() + 10_000,
    random: () => `00${count++}${token}`,
  });
}

test('a note that somebody has taken by the time it is withdrawn has its step run again', async () => {
  const values = new Map<string, unknown>();
  const taken: unknown[] = [];
  const other = notesOf(memoryOn(values), 'new', clock.now());
  const slow = memoryOn(values, async () => {
    taken.push(await other.take());
    throw new MemoryUnavailable();
  });
  const notes = notesOf(slow, 'old', clock.now() - 3_600_000);
  // The other run has the job: to end with it as well would be to share it.
  expect(await notes.leave(job)).toBe(true);
  expect(taken).toEqual([job]);
});

test('a note that nobody has taken is withdrawn, and its step keeps the job', async () => {
  const values = new Map<string, unknown>();
  const failing = memoryOn(values, async () => {
    throw new MemoryUnavailable();
  });
  expect(await notesOf(failing, 'old', clock.now() - 3_600_000).leave(job)).toBe(false);
  expect(await notesOf(memoryOn(values), 'new', clock.now()).take()).toBeNull();
});
