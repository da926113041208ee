import { expect, test } from '@jest/globals';
import { createSimulator } from '../harness/simulator.ts';
import { holds } from './check.ts';
import { violations } from './rules.ts';
import { runSchedule } from './run-schedule.ts';
import { failingCache, schedules } from './schedule.ts';

const simulator = createSimulator();

test("one run starts one job at most while the platform's cache fails", async () => {
  await holds(schedules({ cache: failingCache }), 300, async (schedule) => {
    expect(violations(await runSchedule(simulator, schedule))).toEqual([]);
  });
});
