import { describe, expect, test } from '@jest/globals';
import { createClient } from './client.ts';

const BROKEN = '/u/Sales/Broken.iox/w';
const IMPORT = '/u/Ops/Nightly/2026/Import.iox';

describe('the two forms of the state endpoint', () => {
  test('say the same of a failed job, each in its own keys', async () => {
    const { clock, start, get } = createClient();
    const id = await start(`${BROKEN}/execute`);
    await clock.advance(700);
    const failure = {
      jobState: 'FAILED',
      errorType: 'BLOCK_FAILED',
      errorMessage: 'Block "Load sales": the source file is missing',
    };
    expect((await get(`${BROKEN}/job/${id}/state`)).json()).toEqual(failure);
    expect((await get(`${BROKEN}/status/${id}`)).json()).toEqual({
      ...failure,
      executionTime: 0.7,
    });
  });

  test('say nothing of a failure that is still to come', async () => {
    const { clock, start, get } = createClient();
    const id = await start(`${BROKEN}/execute`);
    await clock.advance(699);
    expect((await get(`${BROKEN}/job/${id}/state`)).json()).toEqual({ jobState: 'RUNNING' });
  });

  test.each([
    ['status', 404, 404],
    ['status', 405, 405],
    ['status', 'page', 200],
    ['job-state', 404, 404],
  ] as const)(
    'where only %s is known, the other is answered with %s',
    async (known, missing, code) => {
      const { start, get } = createClient({
        assumptions: { stateEndpoint: known, missingStateEndpoint: missing },
      });
      const id = await start(`${BROKEN}/execute`);
      const forms = { status: `${BROKEN}/status/${id}`, 'job-state': `${BROKEN}/job/${id}/state` };
      const other = known === 'status' ? forms['job-state'] : forms.status;
      expect((await get(forms[known])).json()).toMatchObject({ jobState: 'RUNNING' });
      const answer = await get(other);
      expect(answer.status).toBe(code);
      expect(() => answer.json()).toThrow(SyntaxError);
    },
  );

  test('can be assumed to give the time in milliseconds and no reason for a failure', async () => {
    const { clock, start, get } = createClient({
      assumptions: { executionTimeUnit: 'milliseconds', statusNamesErrors: false },
    });
    const id = await start(`${BROKEN}/execute`);
    await clock.advance(1_000);
    expect((await get(`${BROKEN}/status/${id}`)).json()).toEqual({
      jobState: 'FAILED',
      executionTime: 700,
    });
  });
});

describe('states beyond the four documented ones', () => {
  test('come in their order: BLOCKED, RUNNING, FINISHED', async () => {
    const { clock, start, state } = createClient();
    const id = await start(`${IMPORT}/w/execute`);
    expect(await state(IMPORT, id)).toBe('BLOCKED');
    await clock.advance(400);
    expect(await state(IMPORT, id)).toBe('RUNNING');
    await clock.advance(900);
    expect(await state(IMPORT, id)).toBe('FINISHED');
  });

  test('ERROR is a failure of another name', async () => {
    const { clock, start, get } = createClient();
    const id = await start('/u/Ops/Nightly/2026/Export.iox/w/execute');
    await clock.advance(600);
    expect((await get(`/u/Ops/Nightly/2026/Export.iox/w/job/${id}/state`)).json()).toEqual({
      jobState: 'ERROR',
      errorMessage: 'The target disk is full',
    });
  });
});

describe('a run', () => {
  test('can fail for the value of a parameter, and then sets no results', async () => {
    const { clock, start, state, omniscope } = createClient();
    const id = await start('/u/Sales/Monthly%20Report.iox/w/execute', {
      params: { updates: [{ name: 'Region', value: 'Nowhere' }] },
    });
    await clock.advance(1_500);
    expect(await state('/u/Sales/Monthly%20Report.iox', id)).toBe('FAILED');
    expect(omniscope.jobs[0]?.parameters).toMatchObject({ Result: null, Rows: null });
  });

  test('takes as many seconds as its parameter says', async () => {
    const { clock, start, state } = createClient();
    const forecast = '/u/Sales/Long%20Forecast.iox';
    const id = await start(`${forecast}/w/execute`, {
      params: { updates: [{ name: 'Seconds', value: '86400' }] },
    });
    await clock.advance(86_399_999);
    expect(await state(forecast, id)).toBe('RUNNING');
    await clock.advance(1);
    expect(await state(forecast, id)).toBe('COMPLETED');
  });

  test('is known at its own project’s path only, whatever its id is', async () => {
    const { start, get } = createClient();
    const id = await start(`${BROKEN}/execute`);
    for (const url of [`/u/Welcome.iox/w/status/${id}`, `${BROKEN}/status/${id}0`]) {
      expect((await get(url)).json()).toEqual({
        errorType: 'JOB_NOT_FOUND',
        errorMessage: expect.any(String),
      });
    }
  });
});
