import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Harness, openHarness, resultsOf } from './harness.ts';

let harness: Harness;
beforeAll(async () => {
  harness = await openHarness();
});
afterAll(() => harness?.close());

const key = 'triggers.parameter_changed';
const set = (path: string, name: string, value: string) =>
  harness.sandbox.omniscope.setParameter(path, name, value);

/** One poll of a Zap: the changes that start it. */
async function poll(zap: string, inputData: object): Promise<unknown[]> {
  const outcome = await harness.platform.pollTrigger({ key, zap, inputData: { ...inputData } });
  expect(outcome.status).toBe('success');
  return outcome.fresh.map(({ name, previous_value, value }) => [name, previous_value, value]);
}

describe('Updated Parameter', () => {
  test('starts both of two Zaps for A to B, for B back to A and for B again, each once', async () => {
    const inputData = { project: 'Reports/Typed', names: ['Region'] };
    const both = async () => [await poll('one', inputData), await poll('two', inputData)];
    expect(await both()).toEqual([[], []]);
    set('Reports/Typed.iox', 'Region', 'South');
    expect(await both()).toEqual(Array(2).fill([['Region', 'North', 'South']]));
    set('Reports/Typed.iox', 'Region', 'North');
    expect(await both()).toEqual(Array(2).fill([['Region', 'South', 'North']]));
    expect(await both()).toEqual([[], []]);
    set('Reports/Typed.iox', 'Region', 'North');
    expect(await both()).toEqual([[], []]);
    set('Reports/Typed.iox', 'Region', 'South');
    expect(await both()).toEqual(Array(2).fill([['Region', 'North', 'South']]));
  });

  test('sees what a workflow publishes in its own parameters', async () => {
    const inputData = { project: 'Reports/Typed', names: ['Result'] };
    await poll('results', inputData);
    const parameters = { Region: 'West' };
    await harness.run('creates.execute_workflow', { project: 'Reports/Typed', parameters });
    expect(await poll('results', inputData)).toEqual([['Result', null, 'West 2026 []']]);
  });

  test('watches all parameters unless some are named, and no others where they are', async () => {
    const project = 'Files/Measure';
    await Promise.all([poll('all', { project }), poll('label', { project, names: ['Label'] })]);
    set('Files/Measure.iox', 'Result', 'changed');
    expect(await poll('label', { project, names: ['Label'] })).toEqual([]);
    expect(await poll('all', { project })).toEqual([['Result', null, 'changed']]);
  });

  test('shows the current values in an editor test, of the shape of a change', async () => {
    const inputData = { project: 'Reports/Typed', names: ['Year'] };
    const outcome = await harness.platform.runStep({ key, inputData, editorTest: true });
    expect(resultsOf(outcome)).toEqual([
      { id: expect.any(String), name: 'Year', type: 'NUMBER', value: 2026, previous_value: null },
    ]);
  });

  test('says why it cannot look', async () => {
    const inputData = { project: 'Private/Salaries' };
    expect(await harness.platform.pollTrigger({ key, zap: 'private', inputData })).toMatchObject({
      status: 'errored',
      message: expect.stringContaining('Workflow Execution via APIs'),
    });
  });
});

test('the dropdown of parameters lists them by name, and nothing before a project is chosen', async () => {
  const fill = (project: string) =>
    harness.platform.fillDropdown({ key: 'triggers.project_parameter', inputData: { project } });
  expect(await fill('')).toMatchObject({ status: 'success', results: [] });
  expect(await fill('Callbacks/Silent')).toMatchObject({
    results: [
      { id: 'Callback URL', name: 'Callback URL', type: 'TEXT' },
      { id: 'Seconds', name: 'Seconds', type: 'NUMBER' },
    ],
  });
});
