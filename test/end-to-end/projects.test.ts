import { describe, expect, test } from '@jest/globals';
import { resultsOf, simulate, wordsOf } from './harness.ts';

const harness = simulate();

describe('Find Execution', () => {
  const KEY = 'searches.find_execution';

  test('gives the one result of every execution', async () => {
    const run = resultsOf(await harness.run('creates.execute_workflow', { project: 'Root' }));
    const found = await harness.run(KEY, { project: 'Root', job_id: run.job_id });
    expect(resultsOf(found)).toEqual([{ ...run, started_at: null }]);
  });

  test('finds isolated runs, by their copy or without it', async () => {
    const inputData = { project: 'Root', keep_project: true };
    const run = resultsOf(await harness.run('creates.execute_lambda', inputData));
    const { job_id, lambda_project_path } = run;
    for (const more of [{ lambda_project_path }, {}]) {
      const found = resultsOf(await harness.run(KEY, { project: 'Root', job_id, ...more }));
      expect(found).toMatchObject([{ job_id, succeeded: true }]);
    }
  });

  test('tells of a failed run without failing', async () => {
    const project = 'Ends/Failed';
    const run = await harness.run('creates.execute_workflow', { project, on_failure: 'continue' });
    const found = await harness.run(KEY, { project, job_id: resultsOf(run).job_id });
    expect(resultsOf(found)).toMatchObject([{ job_state: 'FAILED', succeeded: false }]);
  });

  test('gives nothing for a job that the server does not know', async () => {
    expect(await harness.run(KEY, { project: 'Root', job_id: 'E0_0' })).toMatchObject({
      status: 'success',
      results: [],
    });
  });

  test('does not believe one single "no such job"', async () => {
    const { job_id } = resultsOf(
      await harness.run('creates.execute_workflow', { project: 'Root' }),
    );
    harness.omniscope.forgetJobOnce(String(job_id));
    const found = await harness.run(KEY, { project: 'Root', job_id });
    expect(resultsOf(found)).toMatchObject([{ job_id }]);
  });

  test.each([
    [{ project: 'No such project' }, 'has no project "No such project.iox"'],
    [{ project: 'Private/Salaries' }, 'you may not read its state'],
  ])('is an error where nobody can say: %j', async (inputData, words) => {
    const outcome = await harness.run(KEY, { ...inputData, job_id: 'E0_0' });
    expect(outcome.status).toBe('errored');
    expect(wordsOf(outcome)).toContain(words);
  });
});

describe('Find Parameter', () => {
  const KEY = 'searches.find_parameters';

  test('gives one, or all', async () => {
    const one = await harness.run(KEY, { project: 'Reports/Typed', name: 'Year' });
    expect(resultsOf(one)).toEqual([{ id: 'Year', name: 'Year', type: 'NUMBER', value: 2026 }]);
    const all = await harness.run(KEY, { project: 'Reports/Typed' });
    expect(resultsOf(all)).toHaveLength(6);
  });

  test('gives nothing for a name that the project does not have', async () => {
    const outcome = await harness.run(KEY, { project: 'Reports/Typed', name: 'year' });
    expect(outcome).toMatchObject({ status: 'success', results: [] });
  });

  test('finds every awkward name that its dropdown offers', async () => {
    const project = 'Reports/Awkward';
    const dropdown = { key: 'triggers.project_parameter', inputData: { project } };
    const choices: { id: string }[] = Object.values(
      resultsOf(await harness.platform.fillDropdown(dropdown)),
    ).map((choice) => Object(choice));
    expect(choices).toHaveLength(14);
    const found = await Promise.all(
      choices.map(({ id }) => harness.run(KEY, { project, name: id })),
    );
    expect(found.map((outcome) => resultsOf(outcome))).toEqual(
      choices.map(({ id }) => [expect.objectContaining({ id })]),
    );
  });
});

describe('Find Project', () => {
  const key = 'searches.find_project';

  test.each([
    [{ name: 'Typed', folder: 'Reports' }, 'Reports/Typed.iox'],
    [{ name: 'Typed.iox', folder: '/Reports/' }, 'Reports/Typed.iox'],
    [{ name: 'Root' }, 'Root.iox'],
  ])('finds %j', async (inputData, path) => {
    expect(resultsOf(await harness.run(key, inputData))).toMatchObject([{ project_path: path }]);
  });

  test.each([{ name: 'Missing' }, { name: 'Typed' }, { name: 'Typed', folder: 'Missing' }])(
    'gives nothing for %j',
    async (inputData) => {
      expect(await harness.run(key, inputData)).toMatchObject({ status: 'success', results: [] });
    },
  );

  test.each(['Reports/Typed', 'Reports\\Typed', '..', '.', 'a\nb', ' '])(
    'rejects the name %j without a request, as Create Project does',
    async (name) => {
      const template = 'Import data file';
      const { value, requests } = await harness.during(() =>
        Promise.all([
          harness.run(key, { name }),
          harness.run('creates.create_project', { name, template }),
        ]),
      );
      expect(value.map(({ status }) => status)).toEqual(['errored', 'errored']);
      expect(wordsOf(value[0] ?? Object({}))).toContain('"Project Name"');
      expect(requests).toEqual([]);
    },
  );

  test('of a project that may not be read is an error, so that nothing is created over it', async () => {
    const outcome = await harness.run(key, { name: 'Salaries', folder: 'Private' });
    expect(outcome.status).toBe('errored');
    expect(wordsOf(outcome)).toContain('Workflow Execution via APIs');
  });
});

describe('Update Parameters', () => {
  const KEY = 'creates.update_parameters';

  test('changes those that are named, in one request, and says which', async () => {
    const { value, requests } = await harness.during(() =>
      harness.run(KEY, {
        project: 'Reports/Typed',
        parameters: { Region: 'West', Year: '2027' },
        param_boolean_Publish: 'yes',
      }),
    );
    expect(resultsOf(value)).toEqual({
      id: 'Reports/Typed.iox',
      project_path: 'Reports/Typed.iox',
      project_url: `${harness.origin}/Reports/Typed.iox/`,
      updated: ['Region', 'Year', 'Publish'],
      status: 'SUCCESS',
    });
    expect(requests.map(({ path }) => path)).toEqual(['/u/Reports/Typed.iox/w/updateparams']);
    expect(harness.omniscope.project('Reports/Typed.iox')?.parameters).toMatchObject([
      { value: 'West' },
      { value: 2027 },
      { value: true },
      { value: '2026-10-31' },
      { value: null },
      { value: null },
    ]);
  });

  test.each([
    [{ Colour: 'red' }, 'refused to change the parameters', 'Colour'],
    [{ Year: 'soon' }, 'refused to change the parameters', 'Year'],
  ])('passes on why the server refused %j', async (parameters, ...words) => {
    const outcome = await harness.run(KEY, { project: 'Reports/Typed', parameters });
    for (const word of words) expect(wordsOf(outcome)).toContain(word);
  });

  test('empties the parameters that are to be cleared, and sets the others', async () => {
    const inputData = { project: 'Reports/Clear', clear: ['Region'], parameters: { Year: '2027' } };
    const { value, requests } = await harness.during(() => harness.run(KEY, inputData));
    expect(resultsOf(value).updated).toEqual(['Year', 'Region']);
    expect(requests).toHaveLength(1);
    expect(harness.parameter('Reports/Clear.iox', 'Region')).toBe('');
    expect(harness.parameter('Reports/Clear.iox', 'Year')).toBe(2027);
  });

  test('rejects a parameter that is to be cleared and set, and sends nothing', async () => {
    const inputData = { project: 'Reports/Clear', clear: ['Year'], parameters: { Year: '2028' } };
    const { value, requests } = await harness.during(() => harness.run(KEY, inputData));
    expect(wordsOf(value)).toContain('"Clear Parameters" cannot be used');
    expect(requests).toEqual([]);
  });
});

describe('Create Project', () => {
  const KEY = 'creates.create_project';
  const template = 'Import data file';

  test.each([
    ['Folder', { folder: 'Reports' }, 'Reports/Folder.iox'],
    ['Deep Folder.iox', { folder: '/Reports/A B+C/' }, 'Reports/A B+C/Deep Folder.iox'],
    ['At {{the}} root', {}, 'At {{the}} root.iox'],
  ])('creates %s with its path as other steps take it', async (name, where, path) => {
    const inputData = { name, template, ...where, parameters: { 'File source': '{{a}}.csv' } };
    const result = resultsOf(await harness.run(KEY, inputData));
    expect(result).toEqual({
      id: path,
      name: name.replace('.iox', ''),
      project_path: path,
      project_url: expect.stringContaining(harness.origin),
    });
    expect(harness.parameter(path, 'File source')).toBe('{{a}}.csv');
    const run = await harness.run('creates.execute_workflow', { project: result.project_path });
    expect(resultsOf(run).succeeded).toBe(true);
    const page = await harness.run('creates.execute_workflow', { project: result.project_url });
    expect(resultsOf(page).project_path).toBe(path);
  });

  test.each([
    [{ name: 'Typed', folder: 'Reports' }, 'exists'],
    [{ name: 'New', template: 'No template' }, 'No template'],
    [{ name: 'New', folder: 'No folder' }, 'No folder'],
    [{ name: 'New', parameters: { Nope: '1' } }, 'Nope'],
    [{ name: 'New', folder: 'Private' }, 'File Management'],
  ])('says why %j cannot be', async (inputData, words) => {
    const before = harness.omniscope.projects.length;
    const outcome = await harness.run(KEY, { template, ...inputData });
    expect(outcome.status).toBe('errored');
    expect(wordsOf(outcome)).toContain(words);
    expect(harness.omniscope.projects).toHaveLength(before);
  });
});
