import { describe, expect, test } from '@jest/globals';
import { createClient } from './client.ts';

const REPORT = '/u/Sales/Monthly%20Report.iox';
const json = { 'content-type': 'application/json' };

describe('an address', () => {
  test.each([
    '/',
    '/u/Sales',
    '/w/execute',
    `${REPORT}/w/nothing`,
    `${REPORT}/w/execute/`,
    '/u/Sales/_api_/v1/delete',
  ])('%s that is no endpoint gets the HTML page of a web server', async (url) => {
    const answer = await createClient().get(url);
    expect(answer.status).toBe(404);
    expect(answer.headers['content-type']).toMatch(/^text\/html/);
    expect(answer.text).toContain('<html');
  });

  test.each([
    '/u/Sales/Nothing.iox/w/param',
    '/u/sales/Monthly%20Report.iox/w/param',
    '/u/Sales/Monthly+Report.iox/w/param',
    '/u/Sales/Monthly%2520Report.iox/w/param',
    '/u/Sales%2FMonthly%20Report.iox/w/param',
  ])('%s names no project: 404 in plain text', async (url) => {
    const answer = await createClient().get(url);
    expect(answer.status).toBe(404);
    expect(answer.headers['content-type']).toMatch(/^text\/plain/);
  });

  test.each([
    '/u/Sales/Monthly Report.iox/w/param',
    '/u/Sales/100%.iox/w/param',
    '/u/Ops/Größe.iox/w/param',
    '/u/Sales/../HR/Salaries.iox/w/param',
    '/u//Sales/Monthly%20Report.iox/w/param',
  ])('%s is not encoded as it has to be: 400', async (url) => {
    const answer = await createClient().get(url);
    expect(answer).toMatchObject({ status: 400, text: expect.stringMatching(/^Bad request/) });
  });

  test('with names that need encoding is found, including parameters', async () => {
    const { get, omniscope } = createClient();
    const project = '/u/Ops/Gr%C3%B6%C3%9Fe%20%26%20Ma%C3%9Fe%20100%25.iox/w';
    expect((await get(`${project}/param/Ma%C3%9F%2FEinheit`)).json()).toMatchObject({
      value: 'cm',
    });
    const awkward = omniscope.project('Ops/Awkward Names.iox')?.parameters ?? [];
    expect(awkward.length).toBeGreaterThan(10);
    for (const { name, type, value } of awkward) {
      const url = `/u/Ops/Awkward%20Names.iox/w/param/${encodeURIComponent(name)}`;
      expect((await get(url)).json()).toEqual({ name, type, value });
    }
  });

  test('can have the HTML page for a missing project too, by assumption', async () => {
    const { get } = createClient({ assumptions: { unknownProject: 'page' } });
    expect((await get('/u/Sales/Nothing.iox/w/param')).text).toContain('<html');
  });

  test('of a project, for a person, is a page with the name as text', async () => {
    const { get } = createClient();
    const page = await get('/Ops/Gr%C3%B6%C3%9Fe+%26+Ma%C3%9Fe+100%25.iox/');
    expect(page.status).toBe(200);
    expect(page.headers['content-type']).toMatch(/^text\/html/);
    expect(page.text).toContain('<h1>Größe &amp; Maße 100%</h1>');
    expect((await get('/Sales/Nothing.iox/')).status).toBe(404);
  });
});

describe('a method', () => {
  test.each([
    ['GET', '/execute', 'POST'],
    ['PUT', '/execute', 'POST'],
    ['GET', '/lambdaexecute', 'POST'],
    ['GET', '/uploadandexecute', 'POST'],
    ['GET', '/updateparams', 'POST'],
    ['POST', '/param', 'GET'],
    ['HEAD', '/param', 'GET'],
    ['POST', '/param/Region', 'GET'],
    ['POST', '/status/E1_1', 'GET'],
    ['DELETE', '/job/E1_1/state', 'GET'],
  ])('%s %s is rejected with 405, which names the allowed one', async (method, endpoint, allow) => {
    const { send, omniscope } = createClient();
    const answer = await send(method, `${REPORT}/w${endpoint}`, { headers: json });
    expect(answer).toMatchObject({ status: 405, headers: { allow } });
    expect(omniscope.jobs).toEqual([]);
  });

  test('GET on create is rejected too', async () => {
    expect((await createClient().get('/u/Sales/_api_/v1/create')).status).toBe(405);
  });
});

describe('a JSON body', () => {
  const endpoints = [
    `${REPORT}/w/execute`,
    `${REPORT}/w/lambdaexecute`,
    `${REPORT}/w/updateparams`,
    '/u/Sales/_api_/v1/create',
  ];

  test.each([
    undefined,
    'text/plain',
    'application/x-www-form-urlencoded',
    'application/json-patch+json',
    'application/json; charset=iso-8859-1',
  ])('with the content type %s is rejected with 415 everywhere', async (type) => {
    const { send, omniscope } = createClient();
    for (const url of endpoints) {
      const headers: Record<string, string> = type === undefined ? {} : { 'content-type': type };
      const answer = await send('POST', url, { headers, body: Buffer.from('{}') });
      expect(answer.status).toBe(415);
    }
    expect(omniscope.jobs).toEqual([]);
  });

  test('may say that it is UTF-8', async () => {
    const { send } = createClient();
    for (const type of ['application/json; charset=utf-8', 'application/json;charset="UTF-8"']) {
      const headers = { 'content-type': type };
      const answer = await send('POST', `${REPORT}/w/lambdaexecute`, {
        headers,
        body: Buffer.from('{}'),
      });
      expect(answer.status).toBe(200);
    }
  });

  test.each(['', '{', '{"blocks":[}', 'blocks=All', "{'blocks':[]}"])(
    '%j that is no JSON is refused with 400 everywhere',
    async (body) => {
      const { send } = createClient();
      for (const url of endpoints) {
        const answer = await send('POST', url, { headers: json, body: Buffer.from(body) });
        expect(answer).toMatchObject({ status: 400, text: expect.stringContaining('JSON') });
      }
    },
  );

  test('that is not UTF-8 is rejected', async () => {
    const { send } = createClient();
    const body = Buffer.from('{"blocks":["Größe"]}', 'latin1');
    expect((await send('POST', `${REPORT}/w/execute`, { headers: json, body })).status).toBe(400);
  });

  test.each<[string, unknown]>([
    ['execute', []],
    ['execute', 'All'],
    ['execute', { blocks: 'All' }],
    ['execute', { blocks: [1] }],
    ['execute', { refreshFromSource: 'true' }],
    ['execute', { cancelExisting: 1 }],
    ['execute', { params: [] }],
    ['execute', { params: { updates: { Region: 'South' } } }],
    ['execute', { params: { updates: [{ name: 'Region' }] } }],
    ['execute', { params: { updates: [{ name: 'Region', value: ['South'] }] } }],
    ['execute', { params: { updates: [{ value: 'South' }] } }],
    ['lambdaexecute', { deleteExecutionOnFinish: 'yes' }],
    ['updateparams', {}],
    ['updateparams', { updates: null }],
    ['updateparams', { updates: [{ name: 7, value: 'South' }] }],
  ])('%s %j does not have the documented shape: 400', async (endpoint, body) => {
    const { post, omniscope } = createClient();
    const answer = await post(`${REPORT}/w/${endpoint}`, body);
    expect(answer).toMatchObject({ status: 400, text: expect.stringMatching(/^Invalid request/) });
    expect(omniscope.jobs).toEqual([]);
  });

  test('that is too large is rejected with 413', async () => {
    const { post } = createClient({ assumptions: { jsonLimitBytes: 100 } });
    const blocks = Array.from({ length: 50 }, () => 'Publish');
    expect((await post(`${REPORT}/w/execute`, { blocks })).status).toBe(413);
  });
});
