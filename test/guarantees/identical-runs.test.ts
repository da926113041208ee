import { expect, test } from '@jest/globals';
import { holds, LIMIT_MS, SEED } from './check.ts';
import { createStage } from './harness.ts';
import { broken } from './rules.ts';
import { play } from './run-schedule.ts';
import { schedules, severalRuns } from './schedule.ts';

const stage = createStage();

test(
  `identical runs never share a job, and start no more than one each (seed ${SEED})`,
  async () => {
    await holds(schedules({ begins: severalRuns }), 400, async (schedule) => {
      expect(broken(await play(stage, schedule))).toEqual([]);
    });
  },
  LIMIT_MS,
);
