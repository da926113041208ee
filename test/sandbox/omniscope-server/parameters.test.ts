import { describe, expect, test } from '@jest/globals';
import type { Assumptions } from '../../../sandbox/omniscope-server/assumptions.ts';
import type { ParameterValue } from '../../../sandbox/omniscope-server/fixture.ts';
import { convertValue } from '../../../sandbox/omniscope-server/parameter-values.ts';
import { createClient } from './client.ts';

const REPORT = '/u/Sales/Monthly%20Report.iox/w';
const LENIENT = { coerceStrings: true, nullValue: 'clears' } as const;

describe('a value', () => {
  test.each<[string, ParameterValue, ParameterValue]>([
    ['BOOLEAN', true, true],
    ['BOOLEAN', 'False', false],
    ['NUMBER', 1.5, 1.5],
    ['NUMBER', '-2e3', -2000],
    ['NUMBER', '.5', 0.5],
    ['TEXT', '', ''],
    ['TEXT', '{{x}} \u{1F4CF}', '{{x}} \u{1F4CF}'],
    ['TEXT', 7, '7'],
    ['DATE', '2026-02-28', '2026-02-28'],
    ['DATE', '2026-02-28T10:00:00Z', '2026-02-28T10:00:00Z'],
    ['FILE', 'data/in.csv', 'data/in.csv'],
    ['COLOUR', '#fff', '#fff'],
    ['NUMBER', null, null],
  ])('of %s: %j is taken as %j', (type, value, taken) => {
    expect(convertValue(type, value, LENIENT)).toEqual({ ok: true, value: taken });
  });

  test.each<[string, ParameterValue]>([
    ['BOOLEAN', 'yes'],
    ['BOOLEAN', 0],
    ['BOOLEAN', ''],
    ['NUMBER', ''],
    ['NUMBER', '1,5'],
    ['NUMBER', '0x10'],
    ['NUMBER', ' 1'],
    ['NUMBER', 'Infinity'],
    ['NUMBER', true],
    ['DATE', '28.02.2026'],
    ['DATE', '2026-02-30'],
    ['DATE', '2026-13-01'],
    ['DATE', 20260228],
  ])('of %s: %j is refused', (type, value) => {
    expect(convertValue(type, value, LENIENT).ok).toBe(false);
  });

  test.each<[string, ParameterValue, Pick<Assumptions, 'coerceStrings' | 'nullValue'>]>([
    ['NUMBER', '1', { coerceStrings: false, nullValue: 'clears' }],
    ['BOOLEAN', 'true', { coerceStrings: false, nullValue: 'clears' }],
    ['TEXT', null, { coerceStrings: true, nullValue: 'refused' }],
  ])('of %s: %j is refused by a server that is stricter', (type, value, assumptions) => {
    expect(convertValue(type, value, assumptions).ok).toBe(false);
  });
});

describe('reading', () => {
  test('gives name, type and value of each, in the order of the project', async () => {
    const { get } = createClient();
    expect((await get(`${REPORT}/param`)).json()).toEqual({
      paramValues: [
        { name: 'Region', type: 'TEXT', value: 'North' },
        { name: 'Year', type: 'NUMBER', value: 2026 },
        { name: 'Publish', type: 'BOOLEAN', value: false },
        { name: 'Cut-off', type: 'DATE', value: '2026-10-31' },
        { name: 'Input', type: 'FILE', value: null },
        { name: 'Result', type: 'TEXT', value: null },
        { name: 'Rows', type: 'NUMBER', value: null },
      ],
    });
  });

  test('leaves the value out where there is none, if the server is assumed so', async () => {
    const { get } = createClient({ assumptions: { emptyValue: 'absent' } });
    expect((await get(`${REPORT}/param/Result`)).json()).toEqual({ name: 'Result', type: 'TEXT' });
  });

  test('of an unknown name is a 404 in text', async () => {
    const { get } = createClient();
    expect(await get(`${REPORT}/param/region`)).toMatchObject({
      status: 404,
      text: 'No parameter named "region"',
    });
  });
});

describe('updateparams', () => {
  test('changes the named parameters only, to values of their types', async () => {
    const { post, omniscope } = createClient();
    const updates = [
      { name: 'Year', value: '2027' },
      { name: 'Publish', value: 'true' },
      { name: 'Region', value: 'South' },
    ];
    const answer = await post(`${REPORT}/updateparams`, { updates });
    expect(answer).toMatchObject({ status: 200, text: '{"status":"SUCCESS"}' });
    const values = omniscope.project('Sales/Monthly Report.iox')?.parameters.map((p) => p.value);
    expect(values).toEqual(['South', 2027, true, '2026-10-31', null, null, null]);
  });

  test('changes nothing when one of the updates is rejected, and says so with HTTP 200', async () => {
    const { post, omniscope } = createClient();
    const updates = [
      { name: 'Region', value: 'South' },
      { name: 'Year', value: 'soon' },
    ];
    const answer = await post(`${REPORT}/updateparams`, { updates });
    expect(answer.status).toBe(200);
    expect(answer.json()).toEqual({
      status: 'ERROR',
      errorType: 'INVALID_PARAMETER_VALUE',
      errorMessage: 'Parameter "Year" (NUMBER): a number is required',
    });
    expect(omniscope.project('Sales/Monthly Report.iox')?.parameters[0]?.value).toBe('North');
  });

  test('can respond with another status, by assumption', async () => {
    const errorStatus = {
      WORKFLOW_ALREADY_RUNNING: 409,
      JOB_NOT_FOUND: 404,
      BLOCK_NOT_FOUND: 400,
      PARAMETER_NOT_FOUND: 422,
      INVALID_PARAMETER_VALUE: 400,
    };
    const { post, get } = createClient({ assumptions: { errorStatus } });
    const updates = [{ name: 'Nothing', value: 1 }];
    expect((await post(`${REPORT}/updateparams`, { updates })).status).toBe(422);
    expect((await post(`${REPORT}/execute`, { params: { updates } })).status).toBe(422);
    expect((await get(`${REPORT}/status/E0_0`)).status).toBe(404);
  });

  test('keeps a parameter named __proto__ apart from the object it is read into', async () => {
    const { post, omniscope } = createClient();
    const body = '{"updates":[{"name":"__proto__","value":"new"}]}';
    await post('/u/Ops/Awkward%20Names.iox/w/updateparams', JSON.parse(body));
    const parameters = omniscope.project('Ops/Awkward Names.iox')?.parameters ?? [];
    expect(parameters.find(({ name }) => name === '__proto__')?.value).toBe('new');
  });
});

test('a person can set a parameter on the project’s page', () => {
  const { omniscope } = createClient();
  const path = 'Sales/Monthly Report.iox';
  expect(omniscope.setParameter(path, 'Region', 'East')).toBe(true);
  expect(omniscope.project(path)?.parameters[0]?.value).toBe('East');
  expect(omniscope.setParameter(path, 'Year', 'soon')).toBe(false);
  expect(omniscope.setParameter('Nothing.iox', 'Year', 1)).toBe(false);
});
