import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Assumptions } from '../../sandbox/omniscope-server/assumptions.ts';
import { type Harness, openHarness, resultsOf, wordsOf } from './harness.ts';

const SERVERS: readonly [string, Partial<Assumptions>][] = [
  ['knows status/… only', { stateEndpoint: 'status' }],
  ['knows job/…/state only, else 404', { stateEndpoint: 'job-state', missingStateEndpoint: 404 }],
  ['knows job/…/state only, else 405', { stateEndpoint: 'job-state', missingStateEndpoint: 405 }],
  [
    'knows job/…/state only, else a page',
    { stateEndpoint: 'job-state', missingStateEndpoint: 'page' },
  ],
  ['answers for lambda jobs at the copy only', { lambdaPolling: 'lambda-path' }],
  ['answers for lambda jobs at the project only', { lambdaPolling: 'original-path' }],
];

describe.each(SERVERS)('on a server that %s', (_, assumptions) => {
  let harness: Harness;
  beforeAll(async () => {
    harness = await openHarness({ assumptions });
  });
  afterAll(() => harness?.close());

  test('a run is seen to end, and the right form is asked for after the first look', async () => {
    const inputData = { project: 'Reports/Timed', parameters: { Seconds: '0.3' } };
    const { value, requests } = await harness.during(() =>
      harness.run('creates.execute_workflow', inputData),
    );
    expect(resultsOf(value)).toMatchObject({ job_state: 'COMPLETED', succeeded: true });
    const [, , , ...later] = requests;
    for (const { status, path } of later) {
      expect(status).toBe(200);
      expect(/\/w\/job\/[^/]+\/state$/.test(path)).toBe(assumptions.stateEndpoint === 'job-state');
    }
  });

  test('an isolated run is seen to end, kept or not', async () => {
    for (const keep_project of [true, assumptions.lambdaPolling === 'lambda-path']) {
      const inputData = { project: 'Root', keep_project };
      const result = resultsOf(await harness.run('creates.execute_lambda', inputData));
      expect(result).toMatchObject({ job_state: 'COMPLETED', succeeded: true });
    }
  });

  test('a failed run is found, with the server’s words', async () => {
    const outcome = await harness.run('creates.execute_workflow', { project: 'Ends/Failed' });
    expect(wordsOf(outcome)).toContain('“Block "Load": no file”');
  });

  test('a job that is not there is not found', async () => {
    const inputData = { project: 'Root', job_id: 'E0_0' };
    expect(await harness.run('searches.find_execution', inputData)).toMatchObject({
      status: 'success',
      results: [],
    });
  });
});
