import { expect, test } from '@jest/globals';
import { holds, LIMIT_MS, SEED } from './check.ts';
import { play } from './play.ts';
import { broken } from './rules.ts';
import { failingCache, schedules } from './schedule.ts';
import { createStage } from './stage.ts';

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
