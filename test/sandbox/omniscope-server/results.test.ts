import { expect, test } from '@jest/globals';
import { createClient, record } from './client.ts';

const LIST = '/u/Sales/Customer%20List.iox/w';

test('a workflow sets a parameter to its rows, as JSON and as CSV', async () => {
  const { start, get, clock } = createClient();
  await start(`${LIST}/execute`, { params: { updates: [{ name: 'Count', value: 2 }] } });
  await clock.advance(800);
  const valueOfParameter = async (name: string) =>
    String(record((await get(`${LIST}/param/${encodeURIComponent(name)}`)).json()).value);
  expect(JSON.parse(await valueOfParameter('Rows as JSON'))).toEqual([
    { Customer: 'Müller & Söhne', Region: 'North', Revenue: 120_400.5, Active: true },
    { Customer: 'Smith, Jones "and" Co.', Region: 'North', Revenue: 98_000, Active: true },
  ]);
  expect((await valueOfParameter('Rows as CSV')).split('\r\n')).toEqual([
    'Customer,Region,Revenue,Active',
    'Müller & Söhne,North,120400.5,true',
    '"Smith, Jones ""and"" Co.",North,98000,true',
  ]);
});

test('an update with empty text clears a TEXT parameter', async () => {
  const { post, get } = createClient();
  const clear = { updates: [{ name: 'Region', value: '' }] };
  const answer = await post('/u/Sales/Monthly%20Report.iox/w/updateparams', clear);
  expect(answer.json()).toEqual({ status: 'SUCCESS' });
  const { value } = record((await get('/u/Sales/Monthly%20Report.iox/w/param/Region')).json());
  expect(value).toBe('');
});

test('the parameters show whether a project exists: 404 in text where it does not', async () => {
  const { get, post } = createClient();
  const parameters = '/u/Sales/New%20Report.iox/w/param';
  expect(await get(parameters)).toMatchObject({
    status: 404,
    text: expect.stringMatching(/found$/),
  });
  const body = { name: 'New Report', templateId: 'Empty project' };
  expect((await post('/u/Sales/_api_/v1/create', body)).status).toBe(200);
  expect((await get(parameters)).json()).toEqual({ paramValues: [] });
  expect(await post('/u/Sales/_api_/v1/create', body)).toMatchObject({
    status: 409,
    text: 'A project named "New Report" already exists',
  });
});
