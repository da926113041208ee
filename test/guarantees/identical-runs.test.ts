import { expect, test } from '@jest/globals';
import { createSimulator } from '../harness/simulator.ts';
import { holds } from './check.ts';
import { violations } from './rules.ts';
import { runSchedule } from './run-schedule.ts';
import { schedules, severalRuns } from './schedule.ts';

const simulator = createSimulator();

test('identical runs never share a job, and start no more than one each', async () => {
  await holds(schedules({ begins: severalRuns }), 100, async (schedule) => {
    expect(violations(await runSchedule(simulator, schedule))).toEqual([]);
  });
});
