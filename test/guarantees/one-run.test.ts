import { expect, test } from '@jest/globals';
import { createSimulator } from '../harness/simulator.ts';
import { holds } from './check.ts';
import { violations } from './rules.ts';
import { runSchedule } from './run-schedule.ts';
import { schedules } from './schedule.ts';

const simulator = createSimulator();

test('one run starts one job and tells the truth about it, whatever goes wrong', async () => {
  await holds(schedules(), 500, async (schedule) => {
    expect(violations(await runSchedule(simulator, schedule))).toEqual([]);
  });
});
