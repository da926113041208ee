import { describe, expect, test } from '@jest/globals';
import { createClient, record } from './client.ts';

const REPORT = '/u/Sales/Monthly%20Report.iox';
const FORECAST = '/u/Sales/Long%20Forecast.iox';

describe('execute', () => {
  test('runs for as long as the clock says and leaves its results behind', async () => {
    const { clock, omniscope, post, get, state } = createClient();
    const started = await post(`${REPORT}/w/execute`, {
      params: { updates: [{ name: 'Region', value: 'South' }] },
    });
    expect(started.status).toBe(200);
    const { jobId } = record(started.json());
    const at = `${REPORT}/w/status/${jobId}`;

    expect((await get(at)).json()).toEqual({ jobState: 'RUNNING', executionTime: 0 });
    await clock.advance(1_499);
    expect((await get(at)).json()).toEqual({ jobState: 'RUNNING', executionTime: 1.499 });
    await clock.advance(1);
    expect(await state(REPORT, String(jobId))).toBe('COMPLETED');
    await clock.advance(60_000);
    expect((await get(at)).json()).toEqual({ jobState: 'COMPLETED', executionTime: 1.5 });
    expect((await get(`${REPORT}/w/param/Result`)).json()).toEqual({
      name: 'Result',
      type: 'TEXT',
      value: 'Report for South 2026',
    });
    expect(omniscope.jobs).toHaveLength(1);
  });

  test('needs no key at all, and ignores unknown ones', async () => {
    const { start, omniscope } = createClient();
    await start(`${REPORT}/w/execute`, { notDocumented: [1] });
    expect(omniscope.jobs[0]).toMatchObject({
      blocks: [],
      refreshFromSource: false,
      user: 'alice',
    });
  });

  test('rejects a second job of the same project, with HTTP 200 and no jobId', async () => {
    const { clock, omniscope, start, post } = createClient();
    await start(`${REPORT}/w/execute`);
    const refused = await post(`${REPORT}/w/execute`, {
      params: { updates: [{ name: 'Region', value: 'South' }] },
    });
    expect(refused.status).toBe(200);
    expect(refused.json()).toEqual({
      errorType: 'WORKFLOW_ALREADY_RUNNING',
      errorMessage: expect.any(String),
    });
    const region = omniscope.project('Sales/Monthly Report.iox')?.parameters[0];
    expect(region?.value).toBe('North');
    await clock.advance(1_500);
    await start(`${REPORT}/w/execute`);
    expect(omniscope.jobs).toHaveLength(2);
  });

  test('cancels the running job for one that asks for it', async () => {
    const { clock, start, state, get } = createClient();
    const first = await start(`${FORECAST}/w/execute`);
    await clock.advance(2_000);
    const second = await start(`${FORECAST}/w/execute`, { cancelExisting: true });
    expect((await get(`${FORECAST}/w/status/${first}`)).json()).toEqual({
      jobState: 'CANCELLED',
      executionTime: 2,
    });
    expect(await state(FORECAST, second)).toBe('RUNNING');
  });

  test('queues a job with waitForIdle', async () => {
    const { clock, start, state } = createClient();
    await start(`${REPORT}/w/execute`);
    const second = await start(`${REPORT}/w/execute`, { waitForIdle: true });
    expect(await state(REPORT, second)).toBe('QUEUED');
    await clock.advance(1_500);
    expect(await state(REPORT, second)).toBe('RUNNING');
    await clock.advance(1_500);
    expect(await state(REPORT, second)).toBe('COMPLETED');
  });

  test.each([
    ['BLOCK_NOT_FOUND', { blocks: ['Load sales', 'No such block'] }],
    ['PARAMETER_NOT_FOUND', { params: { updates: [{ name: 'region', value: 'x' }] } }],
    ['INVALID_PARAMETER_VALUE', { params: { updates: [{ name: 'Year', value: 'soon' }] } }],
    ['INVALID_PARAMETER_VALUE', { params: { updates: [{ name: 'Publish', value: 1 }] } }],
    [
      'INVALID_PARAMETER_VALUE',
      { params: { updates: [{ name: 'Cut-off', value: '2026-02-31' }] } },
    ],
  ])('rejects with %s and starts nothing', async (errorType, body) => {
    const { omniscope, post } = createClient();
    const refused = await post(`${REPORT}/w/execute`, body);
    expect(refused.json()).toEqual({ errorType, errorMessage: expect.any(String) });
    expect(omniscope.jobs).toEqual([]);
  });
});

describe('the server as a whole', () => {
  test('queues jobs beyond its limit, and starts them when it has capacity', async () => {
    const { clock, start, state, get } = createClient({ parallelJobs: 1 });
    const first = await start(`${REPORT}/w/execute`);
    const second = await start(`${FORECAST}/w/execute`);
    const third = await start('/u/Welcome.iox/w/execute');
    expect(await state(REPORT, first)).toBe('RUNNING');
    expect((await get(`${FORECAST}/w/status/${second}`)).json()).toEqual({
      jobState: 'QUEUED',
      executionTime: 0,
    });
    // Nobody asks for a long time; the past is worked out in order all the same.
    await clock.advance(1_500 + 90_000 + 100);
    expect(await state(FORECAST, second)).toBe('COMPLETED');
    expect((await get(`/u/Welcome.iox/w/status/${third}`)).json()).toEqual({
      jobState: 'RUNNING',
      executionTime: 0.1,
    });
  });

  test('forgets all jobs at a restart, and its projects are idle again', async () => {
    const { omniscope, start, get } = createClient();
    const before = await start(`${FORECAST}/w/execute`);
    omniscope.restart();
    expect((await get(`${FORECAST}/w/status/${before}`)).json()).toMatchObject({
      errorType: 'JOB_NOT_FOUND',
    });
    const after = await start(`${FORECAST}/w/execute`);
    expect(after).not.toBe(before);
    expect(omniscope.jobs.map(({ state }) => state)).toEqual(['LOST', 'RUNNING']);
  });

  test('can forget a job for one request', async () => {
    const { omniscope, start, get, state } = createClient();
    const job = await start(`${FORECAST}/w/execute`);
    omniscope.forgetJobOnce();
    expect((await get(`${FORECAST}/w/status/${job}`)).json()).toMatchObject({
      errorType: 'JOB_NOT_FOUND',
    });
    expect(await state(FORECAST, job)).toBe('RUNNING');
  });
});
