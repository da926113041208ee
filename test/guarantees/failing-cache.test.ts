import { expect, test } from '@jest/globals';
import { holds } from './check.ts';
import { createStage } from './harness.ts';
import { violations } from './rules.ts';
import { runSchedule } from './run-schedule.ts';
import { failingCache, schedules } from './schedule.ts';

const stage = createStage();

test("one run starts one job at most while the platform's cache fails", async () => {
  await holds(schedules({ cache: failingCache }), 300, async (schedule) => {
    expect(violations(await runSchedule(stage, schedule))).toEqual([]);
  });
});
