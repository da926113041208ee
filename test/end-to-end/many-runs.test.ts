import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Harness, openHarness, resultsOf, wordsOf } from './harness.ts';

let harness: Harness;
beforeAll(async () => {
  harness = await openHarness({ speed: 1, parallelJobs: 100 });
  // As most connections are: not made in this very minute.
  const { authData } = harness.platform;
  const issued_at = new Date(Date.now() - 600_000).toISOString();
  harness.platform.authData = { ...authData, issued_at };
});
afterAll(() => harness?.close());

test('fifty isolated runs of one project at once each end with their own result', async () => {
  const labels = Array.from({ length: 50 }, (_, index) => `run ${index}`);
  const { value, jobs } = await harness.during(() =>
    Promise.all(
      labels.map((Label) =>
        harness.run('creates.execute_lambda', {
          project: 'Files/Measure',
          parameters: { Label },
          keep_project: true,
          return_parameters: true,
        }),
      ),
    ),
  );
  expect(value.map(wordsOf).filter((words) => words !== '')).toEqual([]);
  const results = value.map((outcome) => Object(resultsOf(outcome).parameters).Result);
  expect(results).toEqual(labels.map((label) => `${label}: no file`));
  expect(new Set(value.map((outcome) => resultsOf(outcome).job_id)).size).toBe(50);
  expect(jobs).toHaveLength(50);
});

test('identical runs whose token expires at the same moment have a job each, and share none', async () => {
  const remove = harness.sandbox.faults.add({
    on: 'state',
    nth: 4,
    fault: { kind: 'expire-token' },
  });
  const inputData = { project: 'Reports/Timed', parameters: { Seconds: '1' } };
  const { value, jobs } = await harness.during(() =>
    Promise.all(Array.from({ length: 4 }, () => harness.run('creates.execute_lambda', inputData))),
  );
  remove();
  expect(value.map(wordsOf)).toEqual(['', '', '', '']);
  expect(value.every(({ attempts }) => attempts.length > 1)).toBe(true);
  expect(value.map((outcome) => resultsOf(outcome).job_id).sort()).toEqual(
    jobs.map(({ id }) => id).sort(),
  );
  expect(jobs).toHaveLength(4);
});
