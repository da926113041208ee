/** Each recipe of docs/results.md as a whole Zap, by Zapier's rules; hours pass on a virtual clock. */
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { replied } from '../../sandbox/http/message.ts';
import type { StepOutcome } from '../../sandbox/zapier-emulator/outcome.ts';
import { runSearchOrCreate } from '../../sandbox/zapier-emulator/search-or-create.ts';
import { createSimulator, type Simulation } from '../harness/simulator.ts';
import { resultsOf, wordsOf } from './harness.ts';
import { RECIPES } from './recipe-projects.ts';

type Fields = Readonly<Record<string, unknown>>;

const RECIPE = {
  row: 'A row and a mail',
  file: 'A file in, rows out',
  nightly: 'A nightly job of three hours, with an alert',
  customer: "A customer's own project",
  schedule: 'A scheduled run that starts a Zap',
};
const FILES = 'https://mail.example.com';
let simulator: ReturnType<typeof createSimulator>;
let simulation: Simulation;
beforeAll(() => {
  simulator = createSimulator();
});

function openSimulation(): Simulation {
  simulation = simulator.open({
    fixture: RECIPES,
    latencyMs: 50,
    elsewhere: {
      [FILES]: async ({ url }) =>
        replied({
          status: 200,
          headers: { 'content-type': 'application/pdf', 'content-length': '3' },
          body: url.slice(-3),
        }),
    },
  });
  return simulation;
}

/** A step of a Zap; one that holds its run continues when the workflow posts. */
async function runStep(key: string, inputData: Fields): Promise<StepOutcome> {
  const { platform } = simulation;
  const outcome = await platform.runStep({ key: `creates.${key}`, inputData });
  return outcome.status === 'callback' ? platform.callbacks.resumed(outcome.callbackUrl) : outcome;
}

async function resultOf(key: string, inputData: Fields): Promise<Fields> {
  const outcome = await runStep(key, inputData);
  expect(wordsOf(outcome)).toBe('');
  return resultsOf(outcome);
}

describe(RECIPE.row, () => {
  const inputData = { project: 'Sales/Report.iox', rows_parameter: 'Result Rows' };

  test('gives the line items for the sheet, and text and link for the mail', async () => {
    const { platform } = openSimulation();
    const request = { key: 'creates.execute_workflow', inputData };
    const fields = await platform.fields(request);
    const region = Object.values(resultsOf(fields)).find((one) => Object(one).label === 'Region');
    const result = await resultOf('execute_workflow', {
      ...inputData,
      [Object(region).key]: 'South',
    });
    expect(result.rows).toEqual([
      { Region: 'South', Amount: 950 },
      { Region: 'South', Amount: 80 },
    ]);
    expect(result).toMatchObject({
      outcome: 'succeeded',
      message: 'The workflow finished successfully.',
      project_url: expect.stringMatching(/^https:\/\/.*\/Sales\/Report\.iox\/$/),
    });
  });

  test('has overlapping runs take turns, and gives none the rows of another: null then, and said', async () => {
    openSimulation();
    const regions = ['North', 'South', 'North', 'South'];
    const results = await Promise.all(
      regions.map((Region) =>
        resultOf('execute_workflow', { ...inputData, parameters: { Region } }),
      ),
    );
    expect(simulation.omniscope.jobs).toHaveLength(regions.length);
    for (const [index, { rows, outcome, message }] of results.entries()) {
      expect(outcome).toBe('succeeded');
      if (rows === null) expect(message).toContain('"Region" has changed since');
      else expect(Object(rows)[0]).toMatchObject({ Region: regions[index] });
    }
  });
});

describe(RECIPE.file, () => {
  test('gives each of ten attachments its own rows, and leaves no copy behind', async () => {
    openSimulation();
    const names = Array.from({ length: 10 }, (_, index) => `invoice-${index}.pdf`);
    const results = await Promise.all(
      names.map((name) =>
        resultOf('execute_lambda', {
          project: 'Checks/Invoice.iox',
          files: { Input: `${FILES}/${name}` },
          callback_parameter: 'Callback Address',
        }),
      ),
    );
    expect(results.map(({ outcome, rows }) => [outcome, rows])).toEqual(
      names.map((File) => ['succeeded', [{ File }]]),
    );
    await simulation.clock.sleep(60_000);
    expect(simulation.omniscope.projects).toHaveLength(RECIPES.projects.length);
  });
});

describe(RECIPE.nightly, () => {
  test.each([
    ['Ops/Nightly.iox', 'succeeded', true, 180, 'The workflow finished successfully.'],
    ['Ops/Slow Nightly.iox', 'running', false, 240, 'Not finished within 240 minutes'],
    ['Ops/Broken Nightly.iox', 'failed', true, 60, 'The workflow failed: The disk is full'],
  ])(
    'reaches the filter for %s with the outcome %s',
    async (project, outcome, finished, ...rest) => {
      const [minutes, message] = rest;
      const { clock } = openSimulation();
      const begun = clock.now();
      const start = await resultOf('execute_workflow', { project, wait: 'false' });
      const { project_path, job_id, started_at } = start;
      const wait = { project: project_path, job_id, started_at, timeout_minutes: '240' };
      const result = await resultOf('wait_for_execution', { ...wait, on_failure: 'continue' });
      expect(result).toMatchObject({
        outcome,
        finished,
        succeeded: outcome === 'succeeded',
        job_id,
      });
      expect(result.message).toContain(message);
      expect(Math.floor((clock.now() - begun) / 60_000 / 5)).toBe(minutes / 5);
      expect(simulation.omniscope.jobs).toHaveLength(1);
    },
  );
});

describe(RECIPE.customer, () => {
  const key = 'searchOrCreates.find_project';

  test('is created for the first deal and found for the second, with one result for both', async () => {
    openSimulation();
    const deal = { name: 'Müller & Söhne', folder: 'Customers', template: 'Customer report' };
    const runPair = () => runSearchOrCreate(simulation.platform, { key, inputData: deal });
    const [first, second] = [resultsOf(await runPair()), resultsOf(await runPair())];
    expect(first.project_path).toBe('Customers/Müller & Söhne.iox');
    expect(second).toEqual(first);
    expect(simulation.omniscope.projects).toHaveLength(RECIPES.projects.length + 1);
    const run = { project: second.project_path, parameters: { Customer: deal.name } };
    expect(await resultOf('execute_workflow', run)).toMatchObject({ outcome: 'succeeded' });
  });

  test('that Create Project is asked for twice is an error that names Find or Create Project', async () => {
    openSimulation();
    const deal = { name: 'Twice', folder: 'Customers', template: 'Customer report' };
    await resultOf('create_project', deal);
    expect(wordsOf(await runStep('create_project', deal))).toContain('Find or Create Project');
  });
});

describe(RECIPE.schedule, () => {
  const inputData = { project: 'Ops/Import.iox', callback_parameter: 'Zap Addresses' };
  const turnOn = async (zap: string) => {
    const { hooks } = simulation.platform;
    expect(wordsOf(await hooks.turnOn({ key: 'triggers.workflow_data', zap, inputData }))).toBe('');
  };
  /** What each Zap was started with since the last call. */
  async function runOnSchedule() {
    const { platform, omniscope, clock } = simulation;
    const before = platform.hooks.runs.length;
    expect(omniscope.tasks.start(inputData.project)).toBeDefined();
    await clock.sleep(61_000);
    await platform.hooks.settled();
    return platform.hooks.runs.slice(before).map(({ zap, items }) => [zap, items]);
  }

  test('starts every Zap on the parameter once, with rows, or with the message of a failure', async () => {
    const { omniscope } = openSimulation();
    await turnOn('sheet');
    const rows = [
      { Region: 'South', Amount: 950 },
      { Region: 'South', Amount: 80 },
    ];
    const done = [{ status: 'done', row_count: 2, rows }];
    expect(await runOnSchedule()).toEqual([['sheet', done]]);
    await turnOn('alert');
    expect(await runOnSchedule()).toEqual([
      ['sheet', done],
      ['alert', done],
    ]);
    omniscope.setParameter(inputData.project, 'Region', '');
    const failure = [{ status: 'failed', message: 'There is no region' }];
    expect(await runOnSchedule()).toEqual([
      ['sheet', failure],
      ['alert', failure],
    ]);
  });
});

test('every recipe of docs/results.md is tested here', () => {
  const [, recipes = ''] = readFileSync('docs/results.md', 'utf8').split('\n## Recipes\n');
  const titles = [...recipes.matchAll(/^### (.*)$/gm)].map(([, title]) => title);
  expect(titles).toEqual(Object.values(RECIPE));
});
