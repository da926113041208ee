import { afterEach, expect, test } from '@jest/globals';
import { replied } from '../../sandbox/http/message.ts';
import { text } from '../../sandbox/http/replies.ts';
import { createSimulator } from '../harness/simulator.ts';
import { openSimulation, runStep, summary } from './step.ts';

/** Limits that have neither come nor been called off. */
const open = new Set<object>();
const simulator = createSimulator((clock) => ({
  ...clock,
  after(ms, action) {
    const limit = {};
    open.add(limit);
    const cancelTimer = clock.after(ms, () => {
      open.delete(limit);
      action();
    });
    return () => {
      open.delete(limit);
      cancelTimer();
    };
  },
}));
const FILE_HOST = 'https://files.example.com';

afterEach(() => open.clear());

// On Lambda, a timer that is left behind goes off in a later step, and aborts what is not its own.
test('no request leaves its limit behind', async () => {
  const simulation = openSimulation(simulator, { faults: [['status 500, not acted', 'state', 2]] });
  expect(summary(simulation, await runStep(simulation))).toMatchObject({ end: 'COMPLETED' });
  expect(open.size).toBe(0);
});

test('no look into the cache leaves its limit behind', async () => {
  const simulation = openSimulation(simulator);
  // The step leaves a note about its job, and its rerun takes it.
  simulator.clock.after(1_000, () => simulation.tokens.expireAll());
  expect(summary(simulation, await runStep(simulation))).toMatchObject({
    end: 'COMPLETED',
    starts: 1,
  });
  expect(open.size).toBe(0);
});

test.each([
  ['that arrives', 200],
  ['that is not there', 404],
])('no file %s leaves its limit behind', async (_, status) => {
  const elsewhere = { [FILE_HOST]: async () => replied(text(status, 'content')) };
  const simulation = openSimulation(simulator, { elsewhere });
  const input = { files: { Input: `${FILE_HOST}/file.csv` } };
  await runStep(simulation, input, { operation: 'execute_lambda' });
  expect(simulation.starts).toHaveLength(status === 200 ? 1 : 0);
  expect(open.size).toBe(0);
});
