import { describe, expect, test } from '@jest/globals';
import { resultsOf, simulate, wordsOf } from './harness.ts';

const harness = simulate();

const KEY = 'creates.execute_workflow';
const project = 'Reports/Typed';

describe('the result of Execute Workflow', () => {
  test('has every key of the contract, and the truth in each', async () => {
    const before = harness.clock.now();
    const { value, jobs } = await harness.during(() => harness.run(KEY, { project }));
    const [job] = jobs;
    expect(value.status).toBe('success');
    expect(resultsOf(value)).toEqual({
      id: job?.id,
      job_id: job?.id,
      job_state: 'COMPLETED',
      outcome: 'succeeded',
      finished: true,
      succeeded: true,
      execution_time: 0.1,
      started_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      project_path: 'Reports/Typed.iox',
      project_url: `${harness.origin}/Reports/Typed.iox/`,
      lambda_project_path: null,
      lambda_project_url: null,
      error_type: null,
      error_message: null,
      message: 'The workflow finished successfully.',
      parameters: null,
      rows: null,
      posted: null,
    });
    const startedAt = Date.parse(String(resultsOf(value).started_at));
    expect(startedAt).toBeGreaterThanOrEqual(Math.floor(before));
    expect(startedAt).toBeLessThan(harness.clock.now());
    expect(jobs).toHaveLength(1);
  });

  test('costs one start and the polls of the job, and no other request', async () => {
    const { requests } = await harness.during(() => harness.run(KEY, { project }));
    const [start, ...looks] = requests.map(({ method, path }) => `${method} ${path}`);
    expect(start).toBe('POST /u/Reports/Typed.iox/w/execute');
    expect(looks.length).toBeGreaterThan(0);
    for (const look of looks) expect(look).toMatch(/^GET \/u\/Reports\/Typed\.iox\/w\/status\//);
  });

  test('has the parameters after the run where they are asked for', async () => {
    const inputData = { project, return_parameters: true, parameters: { Region: 'East' } };
    const { parameters } = resultsOf(await harness.run(KEY, inputData));
    expect(parameters).toMatchObject({ Region: 'East', Input: null, Result: 'East 2026 []' });
  });

  test('comes at once without waiting, and names the next step', async () => {
    const { value, requests } = await harness.during(() =>
      harness.run(KEY, { project: 'Busy/One', wait: false }),
    );
    expect(resultsOf(value)).toMatchObject({
      job_state: 'RUNNING',
      finished: false,
      succeeded: false,
      message: expect.stringContaining('Wait for Execution'),
    });
    expect(requests).toHaveLength(2);
  });
});

describe('what Execute Workflow sends', () => {
  test('is a run of all blocks unless some are named', async () => {
    const run = (blocks: unknown) => harness.during(() => harness.run(KEY, { project, blocks }));
    expect((await run(undefined)).jobs[0]?.blocks).toEqual([]);
    expect((await run([])).jobs[0]?.blocks).toEqual([]);
    expect((await run(['Publish', ' ', 'Load'])).jobs[0]?.blocks).toEqual(['Publish', 'Load']);
  });

  test.each([
    [true, true],
    [false, false],
    ['true', true],
    [undefined, false],
  ])('asks for fresh data with refresh_from_source %p: %p', async (given, refreshed) => {
    const { jobs } = await harness.during(() =>
      harness.run(KEY, { project, refresh_from_source: given }),
    );
    expect(jobs[0]?.refreshFromSource).toBe(refreshed);
  });

  test('are parameters by name and by typed field, of which the field wins and a blank is nothing', async () => {
    harness.omniscope.setParameter('Reports/Typed.iox', 'Publish', true);
    const outcome = await harness.run(KEY, {
      project,
      parameters: { Region: 'from the dict', Year: '2001', Publish: ' ' },
      param_text_Region: 'from the field',
      param_number_Year: '',
      param_date_Cut$002doff: '2026-11-23T10:00:00Z',
    });
    expect(wordsOf(outcome)).toBe('');
    expect(harness.parameter('Reports/Typed.iox', 'Region')).toBe('from the field');
    expect(harness.parameter('Reports/Typed.iox', 'Year')).toBe(2001);
    expect(harness.parameter('Reports/Typed.iox', 'Publish')).toBe(true);
    expect(harness.parameter('Reports/Typed.iox', 'Cut-off')).toMatch(/^2026-11-23/);
  });

  test('arrives unchanged, curly braces and all', async () => {
    const text = '{{1__name}} {{bundle.authData.access_token}} {"a":["{{b}}"]} \u2028 \u{1F4CF}';
    const { value, jobs } = await harness.during(() =>
      harness.run(KEY, {
        project: 'Reports/Curly',
        blocks: ['{{all}}'],
        parameters: { '{{name}}': text },
      }),
    );
    expect(wordsOf(value)).toBe('');
    expect(jobs[0]?.blocks).toEqual(['{{all}}']);
    expect(harness.parameter('Reports/Curly.iox', '{{name}}')).toBe(text);
  });
});

describe('the project of Execute Workflow', () => {
  test.each([
    ['Reports/Typed', 'Reports/Typed.iox'],
    ['/Reports/Typed.iox/', 'Reports/Typed.iox'],
    ['Root', 'Root.iox'],
    ['Reports/Größe & Maße 100%', 'Reports/Größe & Maße 100%.iox'],
    ['Reports/A B+C/Deep Report', 'Reports/A B+C/Deep Report.iox'],
    ['ORIGIN/Reports/A+B%2BC/Deep+Report.iox', 'Reports/A B+C/Deep Report.iox'],
    ['ORIGIN/Reports/Typed.iox/r/Monthly+Overview/?tab=2#top', 'Reports/Typed.iox'],
    ['ORIGIN/Reports/Gr%C3%B6%C3%9Fe+%26+Ma%C3%9Fe+100%25.iox/', 'Reports/Größe & Maße 100%.iox'],
  ])('may be entered as %s', async (entered, path) => {
    const inputData = { project: entered.replace('ORIGIN', harness.origin) };
    const { value, jobs } = await harness.during(() => harness.run(KEY, inputData));
    expect(wordsOf(value)).toBe('');
    expect(jobs.map(({ projectPath }) => projectPath)).toEqual([path]);
    expect(resultsOf(value).project_path).toBe(path);
  });
});
