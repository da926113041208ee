import { expect, test } from '@jest/globals';
import { holds, LIMIT_MS, SEED } from './check.ts';
import { createStage } from './harness.ts';
import { broken } from './rules.ts';
import { play } from './run-schedule.ts';
import { failingCache, schedules } from './schedule.ts';

const stage = createStage();

test(
  `one run starts one job at most while the platform's cache fails (seed ${SEED})`,
  async () => {
    await holds(schedules({ cache: failingCache }), 4_200, async (schedule) => {
      expect(broken(await play(stage, schedule))).toEqual([]);
    });
  },
  LIMIT_MS,
);
