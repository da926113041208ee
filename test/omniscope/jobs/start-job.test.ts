import { Readable } from 'node:stream';
import { describe, expect, test } from '@jest/globals';
import { TokenExpiredError } from '../../../src/omniscope/errors.ts';
import { NetworkError } from '../../../src/omniscope/http/transport.ts';
import { startLambda, startWorkflow } from '../../../src/omniscope/jobs/start-job.ts';
import { formatPath } from '../../../src/omniscope/paths.ts';
import { bodyOf, errorOf, fakeServer, project, type Reply } from '../fixture.ts';

const plain = { project, blocks: [], updates: [] };
const workflow = { ...plain, refreshFromSource: false, cancelExisting: false };
const lambda = { ...plain, deleteExecutionOnFinish: true };
const started: Reply = { body: { jobId: 'EA238_3' } };
const base = 'https://omniscope.example.com/u/Sales/Monthly%20Report.iox/w';

const start = (reply: Reply) => startWorkflow(fakeServer(() => reply).api, workflow);

describe('the start of a workflow', () => {
  test('sends nothing that was not asked for', async () => {
    const { api, clock, requests } = fakeServer(() => started);
    const startedAt = clock.now();
    expect(await startWorkflow(api, workflow)).toEqual({
      id: 'EA238_3',
      project,
      lambdaProject: null,
      startedAt,
    });
    expect(requests.map(({ method, url, body }) => [method, url, body])).toEqual([
      ['POST', `${base}/execute`, '{}'],
    ]);
  });

  test('sends what was asked for in one request', async () => {
    const { api, requests } = fakeServer(() => started);
    await startWorkflow(api, {
      project,
      blocks: ['Load', 'Publish'],
      updates: [{ name: 'Region', value: '{{x}}' }],
      refreshFromSource: true,
      cancelExisting: true,
    });
    expect(requests).toHaveLength(1);
    expect(bodyOf(requests[0])).toEqual({
      blocks: ['Load', 'Publish'],
      refreshFromSource: true,
      cancelExisting: true,
      params: { updates: [{ name: 'Region', value: '{{x}}' }] },
    });
  });

  test('may take until the deadline, since it is not known what an aborted start has done', async () => {
    const { api, requests } = fakeServer(() => started);
    await startWorkflow(api, workflow);
    expect(requests[0]?.timeoutMs).toBe(28_500);
  });
});

describe('the start of a lambda execution', () => {
  test.each([
    ['Sales/.run/Lambda Work MTY=.iox', 'Sales/.run/Lambda Work MTY=.iox'],
    ['u/Sales/.run/Copy.iox', 'Sales/.run/Copy.iox'],
    [null, null],
    ['', null],
    ['../x.iox', null],
    [false, null],
  ])('knows its job by the path of the copy: %j', async (lambdaProjectPath, expected) => {
    const { api, requests } = fakeServer(() => ({ body: { jobId: '1', lambdaProjectPath } }));
    const job = await startLambda(api, lambda, null);
    expect(job.project).toBe(project);
    expect(job.lambdaProject && formatPath(job.lambdaProject)).toBe(expected);
    expect(requests.map(({ url, body }) => [url, body])).toEqual([
      [`${base}/lambdaexecute`, '{"deleteExecutionOnFinish":true}'],
    ]);
  });

  test('is looked up at its project where the path of the copy is too long to be one', async () => {
    const lambdaProjectPath = `${'x'.repeat(2_000)}.iox`;
    const { api } = fakeServer(() => ({ body: { jobId: '1', lambdaProjectPath } }));
    expect(await startLambda(api, lambda, null)).toMatchObject({ lambdaProject: null });
  });

  test('sends files along with the parameters that they are for', async () => {
    const { api, requests } = fakeServer(() => started);
    const bodies: unknown[] = [];
    await startLambda(
      api,
      { ...lambda, blocks: ['A'], updates: [{ name: 'Year', value: 1 }] },
      {
        parameters: [{ name: 'Input', formDataKey: 'file1' }],
        size: () => 1,
        body: (json) => {
          bodies.push(JSON.parse(json));
          return { stream: Readable.from(['x']), headers: { 'content-type': 'multipart/x' } };
        },
      },
    );
    expect(requests.map(({ url, headers }) => [url, headers['content-type']])).toEqual([
      [`${base}/uploadandexecute`, 'multipart/x'],
    ]);
    expect(bodies).toEqual([
      {
        blocks: ['A'],
        params: {
          updates: [
            { name: 'Year', value: 1 },
            { name: 'Input', formDataKey: 'file1' },
          ],
        },
        deleteExecutionOnFinish: true,
      },
    ]);
  });

  // hyku 200, http-request-action 59
  test.each<[string, Reply]>([
    ['the server', { status: 413, body: { errorType: 'TOO_LARGE', errorMessage: 'Too large' } }],
    ['a proxy', { status: 413, body: '<html><h1>413 Request Entity Too Large</h1></html>' }],
    ['nobody by name', { status: 413 }],
  ])('says how large the files were where %s takes no upload of that size', async (_, reply) => {
    const { api } = fakeServer(() => reply);
    const upload = {
      parameters: [{ name: 'Input', formDataKey: 'file1' }],
      size: () => 52_428_800,
      body: () => ({ stream: Readable.from(['x']), headers: {} }),
    };
    expect(await errorOf(startLambda(api, lambda, upload))).toEqual({
      code: 'upload-too-large',
      files: 1,
      bytes: 52_428_800,
    });
  });
});

const failure = { errorType: 'UNKNOWN_BLOCK', errorMessage: 'Unknown block: X' };
describe('a response that says that nothing was started', () => {
  test.each<[string, Reply, object]>([
    [
      'a busy project',
      { body: { errorType: 'WORKFLOW_ALREADY_RUNNING' } },
      { code: 'project-busy' },
    ],
    [
      'a busy project with an odd message (buttondown 1015)',
      { body: { errorType: 'WORKFLOW_ALREADY_RUNNING', errorMessage: { text: 'no' } } },
      { code: 'project-busy' },
    ],
    [
      'a busy project with 409',
      { status: 409, body: { errorType: 'WORKFLOW_ALREADY_RUNNING' } },
      { code: 'project-busy', project: 'Sales/Monthly Report.iox' },
    ],
    [
      'a failure with 200',
      { body: failure },
      { code: 'request-rejected', serverMessage: 'Unknown block: X' },
    ],
    ['a failure with 400', { status: 400, body: failure }, { code: 'request-rejected' }],
    ['a failure with 500', { status: 500, body: failure }, { code: 'request-rejected' }],
    [
      'a message alone',
      { body: { errorMessage: 'no' } },
      { code: 'request-rejected', serverMessage: 'no' },
    ],
    [
      '400 with text',
      { status: 400, body: 'bad' },
      { code: 'request-rejected', serverMessage: 'bad' },
    ],
    ['403', { status: 403, body: 'no' }, { code: 'forbidden' }],
    ['403 with a failure', { status: 403, body: failure }, { code: 'forbidden' }],
    ['404', { status: 404, body: 'no' }, { code: 'project-not-found' }],
    [
      '429',
      { status: 429, headers: { 'retry-after': '5' } },
      { code: 'server-busy', retryAfterSeconds: 5 },
    ],
    ['429 with a failure', { status: 429, body: failure }, { code: 'server-busy' }],
    ['a page with 404', { status: 404, body: '<html>' }, { code: 'intermediary-response' }],
    ['a page with 413', { status: 413, body: '<html>' }, { code: 'intermediary-response' }],
    ['a page with 429', { status: 429, body: '<html>' }, { code: 'server-busy' }],
    ['a redirect', { status: 307 }, { code: 'not-an-omniscope-api', found: 'a redirect' }],
    ['no connection', new NetworkError('unreachable'), { code: 'unreachable' }],
    ['no TLS', new NetworkError('tls'), { code: 'unreachable', reason: 'tls' }],
  ])('%s', async (_, reply, expected) => {
    expect(await errorOf(start(reply))).toMatchObject(expected);
  });
});

describe('a response that leaves open whether a job runs', () => {
  test.each<[string, Reply, unknown]>([
    ['a timeout', new NetworkError('timeout'), 'lost'],
    ['a broken connection', new NetworkError('connection-reset'), 'lost'],
    ['an empty response', {}, { found: 'empty', status: 200 }],
    ['a web page', { body: '<html>' }, { found: 'web-page', status: 200 }],
    // A firewall may replace the response to a request that the server has acted on.
    ['a page with 403', { status: 403, body: '<html>' }, { found: 'web-page', status: 403 }],
    ['408 of a proxy', { status: 408 }, { found: 'empty', status: 408 }],
    ['408 in text', { status: 408, body: 'Request timeout' }, 'unclear'],
    ['JSON without a job', { body: {} }, { found: 'other-json', status: 200 }],
    ['an empty job', { body: { jobId: '' } }, 'unclear'],
    ['a job ID of dots', { body: { jobId: '..' } }, 'unusable-id'],
    ['a job ID of one dot', { body: { jobId: '.' } }, 'unusable-id'],
    ['a job ID with half a character', { body: { jobId: 'EA\ud800' } }, 'unusable-id'],
    ['a job ID with a line break', { body: { jobId: 'EA\n1' } }, 'unusable-id'],
    ['a job ID of blanks', { body: { jobId: ' ' } }, 'unusable-id'],
    ['a job ID that is too long', { body: { jobId: 'E'.repeat(201) } }, 'unusable-id'],
    ['a token for a job ID', { body: { jobId: 'the-access-token' } }, 'unusable-id'],
    ['truncated JSON', { body: '{"jobId":"EA2' }, { found: 'other-text', status: 200 }],
    ['300', { status: 300, body: { jobId: '1' } }, { found: 'redirect', status: 300 }],
    ['303', { status: 303 }, { found: 'redirect', status: 303 }],
    ['500', { status: 500, body: 'Internal error' }, 'unclear'],
    ['502', { status: 502, body: '<html>' }, { found: 'web-page', status: 502 }],
  ])('%s', async (_, reply, doubt) => {
    expect(await errorOf(start(reply))).toEqual({
      code: 'start-unconfirmed',
      project: 'Sales/Monthly Report.iox',
      doubt,
    });
  });
});

test('a refused token passes through, for the caller to refresh', async () => {
  await expect(start({ status: 401 })).rejects.toThrow(TokenExpiredError);
});
