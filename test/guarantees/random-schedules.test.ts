/** Random schedules of faults in virtual time; a failure tells its seed. */
import { expect, test } from '@jest/globals';
import { createSimulator } from '../harness/simulator.ts';
import { holds } from './check.ts';
import { violations } from './rules.ts';
import { runSchedule } from './run-schedule.ts';
import { failingCache, schedules, severalRuns } from './schedule.ts';

const simulator = createSimulator();

test('one run starts one job and tells the truth about it, whatever goes wrong', async () => {
  await holds(schedules(), 500, async (schedule) => {
    expect(violations(await runSchedule(simulator, schedule))).toEqual([]);
  });
});

test('identical runs never share a job, and start no more than one each', async () => {
  await holds(schedules({ begins: severalRuns }), 100, async (schedule) => {
    expect(violations(await runSchedule(simulator, schedule))).toEqual([]);
  });
});

test("one run starts one job at most while the platform's cache fails", async () => {
  await holds(schedules({ cache: failingCache }), 300, async (schedule) => {
    expect(violations(await runSchedule(simulator, schedule))).toEqual([]);
  });
});

test("identical runs never share a job while the platform's cache fails", async () => {
  const planned = schedules({ cache: failingCache, begins: severalRuns });
  await holds(planned, 100, async (schedule) => {
    expect(violations(await runSchedule(simulator, schedule))).toEqual([]);
  });
});
