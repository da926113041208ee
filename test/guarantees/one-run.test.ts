import { expect, test } from '@jest/globals';
import { holds } from './check.ts';
import { createStage } from './harness.ts';
import { violations } from './rules.ts';
import { runSchedule } from './run-schedule.ts';
import { schedules } from './schedule.ts';

const stage = createStage();

test('one run starts one job and tells the truth about it, whatever goes wrong', async () => {
  await holds(schedules(), 500, async (schedule) => {
    expect(violations(await runSchedule(stage, schedule))).toEqual([]);
  });
});
