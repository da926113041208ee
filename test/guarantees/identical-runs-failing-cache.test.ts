import { expect, test } from '@jest/globals';
import { createSimulator } from '../harness/simulator.ts';
import { holds } from './check.ts';
import { violations } from './rules.ts';
import { runSchedule } from './run-schedule.ts';
import { failingCache, schedules, severalRuns } from './schedule.ts';

const simulator = createSimulator();

test("identical runs never share a job while the platform's cache fails", async () => {
  const planned = schedules({ cache: failingCache, begins: severalRuns });
  await holds(planned, 100, async (schedule) => {
    expect(violations(await runSchedule(simulator, schedule))).toEqual([]);
  });
});
