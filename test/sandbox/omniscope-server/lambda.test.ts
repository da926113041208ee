import { describe, expect, test } from '@jest/globals';
import type { Assumptions } from '../../../sandbox/omniscope-server/assumptions.ts';
import { createClient, record } from './client.ts';

const REPORT = '/u/Sales/Monthly%20Report.iox';

/** A lambda execution of the report that has just been started. */
async function startLambda(body: object = {}, assumptions: Partial<Assumptions> = {}) {
  const client = createClient({ assumptions });
  const started = record((await client.post(`${REPORT}/w/lambdaexecute`, body)).json());
  const path = String(started.lambdaProjectPath);
  const id = String(started.jobId);
  const lambda = `/u/${path.split('/').map(encodeURIComponent).join('/')}`;
  const poll = async (project: string) => {
    const { status, text } = await client.get(`${project}/w/status/${id}`);
    const json = status === 200 ? record(JSON.parse(text)) : {};
    return json.jobState ?? json.errorType ?? status;
  };
  return { ...client, id, path, lambda, poll };
}

describe('lambdaexecute', () => {
  test('names the copy by a relative path that is not encoded, in a hidden folder', async () => {
    const { path, get, lambda } = await startLambda();
    // The only documented example: tests/.run/Lambda Work…MTYxNDE2NTQzMTgwMysxMTk=.iox
    expect(path).toMatch(/^Sales\/\.run\/Monthly ReportMT[A-Za-z0-9]+=*\.iox$/);
    expect((await get(`${lambda}/w/param`)).status).toBe(200);
    expect((await get(`/u/${path}/w/param`)).status).toBe(400);
  });

  test('runs a copy: the original keeps its parameters and is free', async () => {
    const { clock, omniscope, get, lambda, poll, start } = await startLambda({
      params: { updates: [{ name: 'Region', value: 'South' }] },
    });
    await start(`${REPORT}/w/execute`);
    await clock.advance(1_500);
    expect(await poll(lambda)).toBe('COMPLETED');
    expect((await get(`${lambda}/w/param/Result`)).json()).toMatchObject({
      value: 'Report for South 2026',
    });
    expect((await get(`${REPORT}/w/param/Result`)).json()).toMatchObject({
      value: 'Report for North 2026',
    });
    expect(omniscope.jobs.map(({ kind }) => kind)).toEqual(['lambda', 'execute']);
  });

  test('runs many side by side, each with its own result', async () => {
    const { clock, omniscope, post } = createClient({ parallelJobs: 100 });
    const updates = (index: number) => [{ name: 'Region', value: `R${index}` }];
    for (let index = 0; index < 100; index++) {
      await post(`${REPORT}/w/lambdaexecute`, { params: { updates: updates(index) } });
    }
    await clock.advance(1_500);
    expect(new Set(omniscope.jobs.map(({ lambdaProjectPath }) => lambdaProjectPath)).size).toBe(
      100,
    );
    expect(omniscope.jobs.map(({ parameters }) => parameters.Result)).toEqual(
      Array.from({ length: 100 }, (_, index) => `Report for R${index} 2026`),
    );
  });

  test('leaves no copy behind when it is rejected', async () => {
    const { post, omniscope } = createClient();
    const refused = await post(`${REPORT}/w/lambdaexecute`, {
      params: { updates: [{ name: 'Nothing', value: 1 }] },
    });
    expect(refused.json()).toMatchObject({ errorType: 'PARAMETER_NOT_FOUND' });
    expect(omniscope.projects.some(({ path }) => path.includes('.run'))).toBe(false);
  });

  test('requires the permission of the folder that contains the hidden one', async () => {
    const { send, lambda, tokens } = await startLambda();
    const stranger = tokens.issue({ user: 'bob', lifetimeMs: 1_000 });
    const headers = { authorization: `Bearer ${stranger}` };
    expect((await send('GET', `${lambda}/w/param`, { headers })).status).toBe(403);
  });

  test('keeps the copy unless it is to be deleted', async () => {
    const { clock, poll, lambda } = await startLambda({ deleteExecutionOnFinish: false });
    await clock.advance(10 * 60_000);
    expect(await poll(lambda)).toBe('COMPLETED');
  });
});

describe('a lambda that is deleted when it ends', () => {
  const body = { deleteExecutionOnFinish: true };

  test('is 404 at its own path, still found at the original’s, and is then forgotten', async () => {
    const { clock, poll, lambda, omniscope, path } = await startLambda(body, {
      forgetFinishedLambdaAfterMs: 30_000,
    });
    await clock.advance(1_499);
    expect(await poll(lambda)).toBe('RUNNING');
    expect(await poll(REPORT)).toBe('RUNNING');
    await clock.advance(1);
    expect(await poll(lambda)).toBe(404);
    expect(omniscope.project(path)).toBeUndefined();
    expect(await poll(REPORT)).toBe('COMPLETED');
    await clock.advance(29_999);
    expect(await poll(REPORT)).toBe('COMPLETED');
    await clock.advance(1);
    expect(await poll(REPORT)).toBe('JOB_NOT_FOUND');
  });

  test('can be deleted later than it ends', async () => {
    const { clock, poll, lambda } = await startLambda(body, { lambdaTeardownMs: 200 });
    await clock.advance(1_699);
    expect(await poll(lambda)).toBe('COMPLETED');
    await clock.advance(1);
    expect(await poll(lambda)).toBe(404);
  });

  test('is gone with a restart', async () => {
    const { omniscope, poll, lambda } = await startLambda(body);
    omniscope.restart();
    expect(await poll(lambda)).toBe(404);
    expect(await poll(REPORT)).toBe('JOB_NOT_FOUND');
  });

  test('can be lost during the run, with its outcome', async () => {
    const { omniscope, poll, lambda } = await startLambda(body);
    omniscope.loseLambda();
    expect(await poll(lambda)).toBe(404);
    expect(await poll(REPORT)).toBe('JOB_NOT_FOUND');
  });
});

describe('the path at which a lambda is polled', () => {
  test.each([
    ['both', 'RUNNING', 'RUNNING'],
    ['lambda-path', 'RUNNING', 'JOB_NOT_FOUND'],
    ['original-path', 404, 'RUNNING'],
  ] as const)('%s', async (lambdaPolling, atLambda, atOriginal) => {
    const { poll, lambda } = await startLambda({}, { lambdaPolling });
    expect(await poll(lambda)).toBe(atLambda);
    expect(await poll(REPORT)).toBe(atOriginal);
    expect(await poll('/u/Welcome.iox')).toBe('JOB_NOT_FOUND');
  });
});
