import { expect, test } from '@jest/globals';
import { holds, LIMIT_MS, SEED } from './check.ts';
import { createStage } from './harness.ts';
import { broken } from './rules.ts';
import { play } from './run-schedule.ts';
import { schedules } from './schedule.ts';

const stage = createStage();

test(
  `one run starts one job and tells the truth about it, whatever goes wrong (seed ${SEED})`,
  async () => {
    await holds(schedules(), 5_000, async (schedule) => {
      expect(broken(await play(stage, schedule))).toEqual([]);
    });
  },
  LIMIT_MS,
);
