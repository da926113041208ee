/** What each operation really gives has the keys and types of its sample and of its output fields. */
import { describe, expect, test } from '@jest/globals';
import { jsonDelivery } from '../../sandbox/zapier-emulator/incoming.ts';
import { createSimulator, type Simulation } from '../harness/simulator.ts';
import { GOOD_VALUES, goodInput } from './good-input.ts';
import { type Operation, operations, pairs } from './operations.ts';
import { keyFaults, timeFaults, typeFaults } from './sample-checks.ts';

const simulator = createSimulator();

type Item = Readonly<Record<string, unknown>>;

const PROJECT = String(GOOD_VALUES.project);

/** A way to a live result where a run of the operation alone gives none. */
const WAYS: Readonly<Record<string, (simulation: Simulation) => Promise<unknown>>> = {
  async parameter_changed({ platform, omniscope }) {
    const request = {
      key: 'triggers.parameter_changed',
      zap: 'a',
      inputData: { project: PROJECT },
    };
    await platform.pollTrigger(request);
    for (const value of [2030, 2031]) omniscope.setParameter(PROJECT, 'Year', value);
    omniscope.setParameter(PROJECT, 'Region', 'South');
    return resultsOf(await platform.pollTrigger(request));
  },
  async workflow_data({ platform }) {
    const inputData = { project: PROJECT, callback_parameter: 'Region' };
    await platform.hooks.turnOn({ key: 'triggers.workflow_data', zap: 'a', inputData });
    const rows = [{ Region: 'North', Amount: 1200 }];
    const posted = jsonDelivery({ status: 'done', row_count: 1, rows });
    platform.hooks.deliver(platform.hooks.addressOf('a') ?? '', posted);
    await platform.hooks.settled();
    return platform.hooks.runs[0]?.items;
  },
};

/** Runs an operation on a job that there is, and a search on what its create has made. */
async function runAlone(simulation: Simulation, operation: Operation): Promise<unknown> {
  const { kind, key, inputFields } = operation;
  const needsJob = inputFields.some((field) => field.key === 'job_id');
  const [job = {}] = needsJob
    ? itemsOf(await run(simulation, 'creates.execute_workflow', { wait: false }))
    : [];
  const pair = pairs.find(({ search }) => search.key === key);
  if (pair) await run(simulation, `creates.${pair.create.key}`, goodInput(pair.create));
  const { job_id, started_at } = job;
  return run(
    simulation,
    `${kind}.${key}`,
    goodInput(operation, needsJob ? { job_id, started_at } : {}),
  );
}

async function run({ platform }: Simulation, key: string, input: Item): Promise<unknown> {
  return resultsOf(await platform.runStep({ key, inputData: { project: PROJECT, ...input } }));
}

function resultsOf(outcome: Awaited<ReturnType<Simulation['platform']['runStep']>>): unknown {
  if (outcome.status !== 'success') throw new Error(JSON.stringify(outcome));
  return outcome.results;
}

/** Results are one object, or a list of them. */
function itemsOf(results: unknown): Item[] {
  const list: unknown[] = Array.isArray(results) ? results : [results];
  return list.map((item) => ({ ...Object(item) }));
}

describe.each(operations.map((operation): [string, Operation] => [operation.key, operation]))(
  '%s',
  (key, operation) => {
    test('gives live what its sample shows', async () => {
      const simulation = simulator.open();
      const items = itemsOf(await (WAYS[key]?.(simulation) ?? runAlone(simulation, operation)));
      expect(items.length).toBeGreaterThan(0);
      // T002: Zapier drops a second item with the same id.
      expect(new Set(items.map(({ id }) => id)).size).toBe(items.length);
      for (const item of items) {
        expect({
          keys: keyFaults(operation.sample, item),
          types: typeFaults(operation, item),
          times: timeFaults(withoutValues(item)),
        }).toEqual({ keys: [], types: [], times: [] });
      }
    });
  },
);

/** A parameter's value is the server's own and in whatever form the workflow wrote it. */
function withoutValues({ value: _, previous_value: __, ...rest }: Item): Item {
  return rest;
}

test('a failed run with which the Zap continues has the same keys', async () => {
  const simulation = simulator.open();
  const input = { project: 'Sales/Broken.iox', on_failure: 'continue' };
  const [item = {}] = itemsOf(await run(simulation, 'creates.execute_workflow', input));
  const operation = operations.find(({ key }) => key === 'execute_workflow');
  expect(item).toMatchObject({ finished: true, succeeded: false });
  expect(keyFaults(operation?.sample ?? {}, item)).toEqual([]);
});

test('parameters that were asked for are a dict, as announced', async () => {
  const simulation = simulator.open();
  const [item = {}] = itemsOf(
    await run(simulation, 'creates.execute_workflow', { return_parameters: true }),
  );
  const operation = operations.find(({ key }) => key === 'execute_workflow');
  expect(item.parameters).toMatchObject({ Region: 'North', Rows: 500 });
  expect(typeFaults({ outputFields: operation?.outputFields ?? [] }, item)).toEqual([]);
});
