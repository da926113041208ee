import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Harness, openHarness, resultsOf, wordsOf } from './harness.ts';

let harness: Harness;
beforeAll(async () => {
  harness = await openHarness();
});
afterAll(() => harness?.close());

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
      project_url: `${harness.sandbox.origin}/Reports/Typed.iox/`,
      updated: ['Region', 'Year', 'Publish'],
      status: 'SUCCESS',
    });
    expect(requests.map(({ path }) => path)).toEqual(['/u/Reports/Typed.iox/w/updateparams']);
    expect(harness.sandbox.omniscope.project('Reports/Typed.iox')?.parameters).toMatchObject([
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
      project_url: expect.stringContaining(harness.sandbox.origin),
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
    const before = harness.sandbox.omniscope.projects.length;
    const outcome = await harness.run(KEY, { template, ...inputData });
    expect(outcome.status).toBe('errored');
    expect(wordsOf(outcome)).toContain(words);
    expect(harness.sandbox.omniscope.projects).toHaveLength(before);
  });
});
