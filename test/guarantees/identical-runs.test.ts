import { expect, test } from '@jest/globals';
import { holds, LIMIT_MS, SEED } from './check.ts';
import { play } from './play.ts';
import { broken } from './rules.ts';
import { schedules, severalRuns } from './schedule.ts';
import { createStage } from './stage.ts';

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
