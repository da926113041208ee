import { expect, test } from '@jest/globals';
import { NetworkError } from '../../src/omniscope/http/transport.ts';
import { formatPath } from '../../src/omniscope/paths.ts';
import { createProject, type ProjectRequest } from '../../src/omniscope/projects.ts';
import { bodyOf, errorOf, fakeServer, type Reply } from './fixture.ts';

const wanted: ProjectRequest = {
  name: 'Report',
  template: 'Import data file',
  folder: { segments: ['Sales Data'], kind: 'folder' },
  parameters: [
    { name: 'File source', value: 'a.csv' },
    { name: '__proto__', value: 1 },
  ],
};
const create = (reply: Reply) => createProject(fakeServer(() => reply).api, wanted);

test('sends the name, the template and the parameters as a map', async () => {
  const { api, requests } = fakeServer(() => ({ body: { name: 'Report', path: '/x.iox/' } }));
  await createProject(api, wanted);
  expect(requests.map(({ method, url }) => `${method} ${url}`)).toEqual([
    'POST https://omniscope.example.com/u/Sales%20Data/_api_/v1/create',
  ]);
  expect(requests[0]?.body).toBe(
    '{"name":"Report","templateId":"Import data file","parameters":{"File source":"a.csv","__proto__":1}}',
  );
  expect(bodyOf(requests[0])).toMatchObject({ name: 'Report' });
});

test.each([
  [200, '/SomeFolder/Report.iox/', 'SomeFolder/Report.iox'],
  [201, '/u/Report.iox/', 'u/Report.iox'],
  [200, 'Größe 100% a+b.iox', 'Größe 100% a+b.iox'],
])('gives the path that the server tells, with %s', async (status, path, expected) => {
  const created = await create({ status, body: { name: 'Report', path, more: 1 } });
  expect([created.name, formatPath(created.path)]).toEqual(['Report', expected]);
});

const failure = { errorType: 'X', errorMessage: 'The name exists' };
test.each<[string, Reply, object]>([
  [
    '400 with text',
    { status: 400, body: 'Bad' },
    { code: 'request-rejected', serverMessage: 'Bad' },
  ],
  [
    '409 with text',
    { status: 409, body: 'Exists' },
    { code: 'request-rejected', serverMessage: 'Exists' },
  ],
  [
    '500 with text',
    { status: 500, body: 'Exists' },
    { code: 'request-rejected', serverMessage: 'Exists' },
  ],
  [
    'a failure with 200',
    { body: failure },
    { code: 'request-rejected', serverMessage: 'The name exists' },
  ],
  ['a failure with 404', { status: 404, body: failure }, { code: 'request-rejected' }],
  ['a failure with 503', { status: 503, body: failure }, { code: 'request-rejected' }],
  [
    '404 of the folder',
    { status: 404, body: 'Not found' },
    { code: 'folder-not-found', folder: 'Sales Data' },
  ],
  ['404 of the template', { status: 404, body: 'No such template' }, { code: 'request-rejected' }],
  ['403', { status: 403, body: 'no' }, { code: 'forbidden', permission: 'File Management' }],
  ['403 with a failure', { status: 403, body: failure }, { code: 'forbidden' }],
  [
    '429',
    { status: 429, headers: { 'retry-after': '9' } },
    { code: 'server-busy', retryAfterSeconds: 9 },
  ],
  ['a redirect', { status: 302 }, { code: 'not-an-omniscope-api' }],
  ['a page with 404', { status: 404, body: '<html>' }, { code: 'intermediary-response' }],
  ['no connection', new NetworkError('tls'), { code: 'unreachable', reason: 'tls' }],
])('says that nothing was created after %s', async (_, reply, expected) => {
  expect(await errorOf(create(reply))).toMatchObject(expected);
});

test.each<[string, Reply, unknown]>([
  ['a lost response', new NetworkError('connection-reset'), 'lost'],
  ['a timeout', new NetworkError('timeout'), 'lost'],
  ['an empty 500', { status: 500 }, { found: 'empty', status: 500 }],
  [
    'a 500 that is a stack trace',
    { status: 500, body: 'at com.visokio.Foo.bar(Foo.java:12)\n at x.y.Z(Z.java:3)' },
    'unclear',
  ],
  ['a page with 500', { status: 500, body: '<html>' }, { found: 'web-page', status: 500 }],
  ['a page with 403', { status: 403, body: '<html>' }, { found: 'web-page', status: 403 }],
  ['a page', { body: '<html>' }, { found: 'web-page', status: 200 }],
  ['502 of a gateway', { status: 502, body: 'Bad Gateway' }, { found: 'proxy-error', status: 502 }],
  ['an empty success', { status: 201 }, { found: 'empty', status: 201 }],
  ['a success without a path', { body: { name: 'Report' } }, { found: 'other-json', status: 200 }],
  ['a path that no address can hold', { body: { name: 'R', path: '/../x.iox' } }, 'unclear'],
])('says that the project may exist after %s', async (_, reply, doubt) => {
  expect(await errorOf(create(reply))).toEqual({ code: 'response-lost', action: 'create', doubt });
});
