import { describe, expect, test } from '@jest/globals';
import type { Job } from '../../../src/omniscope/jobs/job.ts';
import { parseProjectPath } from '../../../src/omniscope/paths.ts';
import {
  fetchOutput,
  NO_OUTPUT,
  type OutputRequest,
  postedOutput,
} from '../../../src/zapier/output/run-output.ts';
import { fakeServer, project, type Reply, server } from '../../omniscope/fixture.ts';

const job: Job = { id: 'A_1', project, lambdaProject: null, startedAt: null };
const lambdaJob = { ...job, lambdaProject: parseProjectPath('Sales/.run/Copy', server) };
const NOTHING: OutputRequest = {
  returnParameters: false,
  rowsParameter: null,
  updates: [],
  callbackParameter: null,
};

interface Given {
  request?: Partial<OutputRequest>;
  of?: Job;
  posted?: unknown;
}

async function output(reply: Reply | object[], { request, of = job, posted }: Given = {}) {
  const list = Array.isArray(reply) ? { body: { paramValues: reply } } : reply;
  const { api, requests } = fakeServer(() => list);
  const before = posted === undefined ? NO_OUTPUT : postedOutput(posted);
  const found = await fetchOutput(api, of, before, { ...NOTHING, ...request });
  return { ...found, requests: requests.map(({ url }) => url) };
}
const text = (name: string, value: unknown, type = 'TEXT') => ({ name, type, value });

describe('the output of a run', () => {
  test('that were not asked for cost no request', async () => {
    expect(await output([])).toEqual({ ...NO_OUTPUT, requests: [] });
  });

  test('is read in one request, parameters and rows together', async () => {
    const request = { returnParameters: true, rowsParameter: 'Rows' };
    const list = [text('Rows', 'Region;Amount\nNorth;1'), text('Year', 2026, 'NUMBER')];
    expect(await output(list, { request })).toMatchObject({
      parameters: { Rows: 'Region;Amount\nNorth;1', Year: 2026 },
      rows: [{ Region: 'North', Amount: '1' }],
      notes: [],
      requests: [expect.stringContaining('/w/param')],
    });
  });

  test('of an isolated run is read from its copy', async () => {
    const { requests } = await output([], { of: lambdaJob, request: { returnParameters: true } });
    expect(requests).toEqual([expect.stringContaining('/.run/Copy.iox/w/param')]);
  });

  test.each<[string, Reply]>([
    ['may not be read', { status: 403, body: 'no' }],
    ['is gone', { status: 404, body: 'no' }],
    ['fails', { status: 503 }],
  ])('is nothing, and said so, where the project %s', async (_, reply) => {
    const found = await output(reply, { request: { returnParameters: true, rowsParameter: 'R' } });
    expect(found).toMatchObject({
      parameters: null,
      rows: null,
      notes: ['Its parameters could not be read.'],
    });
  });

  test('larger than Zapier takes is left out, and said so', async () => {
    const found = await output([text('Big', 'x'.repeat(2_000_001))], {
      request: { returnParameters: true },
    });
    expect(found).toMatchObject({ parameters: null, notes: [expect.stringContaining('2 MB')] });
  });
});

test('the callback URL of a run is in none of the parameters that it hands back', async () => {
  const url = 'https://hooks.zapier.com/callbacks/secret-of-this-run/';
  const list = [text('Callback URL', url), text('Log', `posted to ${url}.`), text('A', 'https')];
  const request = { returnParameters: true, callbackParameter: 'Callback URL' };
  const { parameters } = await output(list, { request });
  expect(parameters).toEqual({ 'Callback URL': '…', Log: 'posted to ….', A: 'https' });
});

describe('a value that this step has set', () => {
  const request = { returnParameters: true, rowsParameter: 'Rows' };
  const rows = text('Rows', 'a,b\n1,2');

  test.each<[string | number | boolean, unknown]>([
    [2026, '2026'],
    ['2026', 2026],
    [true, 'true'],
    ['2026-10-31', '2026-10-31T00:00:00'],
    ['', null],
  ])('may come back in another form: %j as %j', async (sent, read) => {
    const updates = [{ name: 'Set', value: sent }];
    const found = await output([text('Set', read), rows], { request: { ...request, updates } });
    expect(found).toMatchObject({ rows: [{ a: '1', b: '2' }], notes: [] });
  });

  test('and now reads differently is another run’s: nothing is handed back, and that is said', async () => {
    const updates = [{ name: 'Region', value: 'North' }];
    const found = await output([text('Region', 'South'), rows], {
      request: { ...request, updates },
    });
    expect(found).toMatchObject({
      parameters: null,
      rows: null,
      notes: [expect.stringContaining('"Region" has changed since this step set it')],
    });
  });

  test('was not sent for the parameter that took the callback URL', async () => {
    const updates = [{ name: 'Callback URL', value: 'typed' }];
    const list = [text('Callback URL', 'https://hooks.zapier.com/callbacks/a-run/'), rows];
    const found = await output(list, {
      request: { ...request, updates, callbackParameter: 'Callback URL' },
    });
    expect(found).toMatchObject({ rows: [{ a: '1', b: '2' }], notes: [] });
  });

  test('in an isolated copy can only have been changed by the run itself', async () => {
    const updates = [{ name: 'Region', value: 'North' }];
    const found = await output([text('Region', 'South'), rows], {
      of: lambdaJob,
      request: { ...request, updates },
    });
    expect(found).toMatchObject({ rows: [{ a: '1', b: '2' }], notes: [] });
  });
});

describe('a rows parameter', () => {
  test.each<[object[], string]>([
    [[text('Rows', '')], 'is empty'],
    [[text('Rows', 'one line')], 'single line'],
    [[text('Rows', '[1,2]')], 'is no table'],
    [[], 'has no parameter'],
    [[text('Rows', 5, 'NUMBER')], 'is not a text parameter'],
  ])('that holds no rows gives none, and says what it should be: %j', async (list, note) => {
    expect(await output(list, { request: { rowsParameter: 'Rows' } })).toMatchObject({
      rows: null,
      notes: [expect.stringContaining(note)],
    });
  });
});

describe('what was posted', () => {
  test('comes before the rows of a parameter, for which nothing is asked then', async () => {
    const found = await output([], {
      posted: { rows: [{ a: 1 }], status: 'done' },
      request: { rowsParameter: 'Rows' },
    });
    expect(found).toMatchObject({
      posted: { rows: [{ a: 1 }], status: 'done' },
      rows: [{ a: 1 }],
      requests: [],
    });
  });

  test('without rows leaves them to the parameter', async () => {
    const found = await output([text('Rows', 'a,b\n1,2')], {
      posted: { status: 'done' },
      request: { rowsParameter: 'Rows' },
    });
    expect(found).toMatchObject({ posted: { status: 'done' }, rows: [{ a: '1', b: '2' }] });
  });
});
