import { expect, test } from '@jest/globals';
import { holds, LIMIT_MS, SEED } from './check.ts';
import { createStage } from './harness.ts';
import { broken } from './rules.ts';
import { play } from './run-schedule.ts';
import { failingCache, schedules, severalRuns } from './schedule.ts';

const stage = createStage();

test(
  `identical runs never share a job while the platform's cache fails (seed ${SEED})`,
  async () => {
    const planned = schedules({ cache: failingCache, begins: severalRuns });
    await holds(planned, 400, async (schedule) => {
      expect(broken(await play(stage, schedule))).toEqual([]);
    });
  },
  LIMIT_MS,
);
