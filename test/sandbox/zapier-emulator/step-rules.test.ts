import { Agent } from 'node:https';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { endOf } from '../../../sandbox/zapier-emulator/outcome.ts';
import { engineNames, type Harness, startHarness } from './both-engines.ts';
import { send } from './sending.ts';
import { createTinyApp, get } from './tiny-app.ts';

const app = createTinyApp({
  read: get('/thing'),
  hang: get('/hang'),
  page: get('/page'),
  halt: (z) => {
    throw new z.errors.HaltedError('Nothing to do.');
  },
  expire: (z) => {
    throw new z.errors.ExpiredAuthError('Please reconnect.');
  },
  fail: (z) => {
    throw new z.errors.Error('It broke. Mend it.', 'broken', 400);
  },
  crash: async (z, bundle) => {
    await get('/thing')(z, bundle);
    throw new TypeError('a defect');
  },
  array: () => [],
});

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.close());

describe.each(engineNames)('the %s engine', (name) => {
  test('gives the results of a perform', async () => {
    const { platform, origin } = await harness.open(name, app);
    const outcome = await platform.runStep({ key: 'creates.probe', inputData: { script: 'read' } });
    expect(endOf(outcome)).toEqual({ status: 'success', results: { id: '/thing', user: 'alice' } });
    expect(outcome.attempts.map(({ requests }) => requests)).toEqual([
      [{ method: 'GET', url: `${origin}/thing`, result: 200 }],
    ]);
  });

  test('refreshes an expired token and runs the whole perform again', async () => {
    const { platform, server, origin, events } = await harness.open(name, app);
    server.tokens.delete('good');
    const outcome = await platform.runStep({ key: 'creates.probe', inputData: { script: 'read' } });
    expect(outcome.status).toBe('success');
    expect(outcome.attempts.map(({ method, end, error }) => [method, end, error?.name])).toEqual([
      ['creates.probe.operation.perform', 'threw', 'RefreshAuthError'],
      ['authentication.oauth2Config.refreshAccessToken', 'returned', undefined],
      ['creates.probe.operation.perform', 'returned', undefined],
    ]);
    // The answer had no refresh token: the old one stays, as do the fields.
    expect(platform.authData).toEqual({
      server: origin,
      access_token: 'fresh-1',
      refresh_token: 'first',
    });
    expect(events.map(({ type }) => type)).toEqual(['attempt', 'refreshed', 'attempt', 'ended']);
  });

  test.each([null, '', 'second'])('stores a returned refresh token of %p', async (given) => {
    const { platform, server } = await harness.open(name, app);
    server.tokens.delete('good');
    server.tokenExtras = { refresh_token: given };
    await platform.runStep({ key: 'creates.probe', inputData: { script: 'read' } });
    expect(platform.authData.refresh_token).toBe(given);
  });

  test('asks to reconnect when the refresh is refused', async () => {
    const { platform, server } = await harness.open(name, app);
    server.tokens.delete('good');
    server.tokenStatus = 400;
    const outcome = await platform.runStep({ key: 'creates.probe', inputData: { script: 'read' } });
    expect(outcome).toMatchObject({ status: 'reconnect', message: 'Please reconnect.' });
    expect(outcome.attempts).toHaveLength(2);
  });

  test('asks to reconnect when new tokens keep being refused', async () => {
    const { platform, server } = await harness.open(name, app, { limits: { refreshes: 2 } });
    server.tokens.delete('good');
    server.tokens.add = () => server.tokens;
    const outcome = await platform.runStep({ key: 'creates.probe', inputData: { script: 'read' } });
    expect(outcome.status).toBe('reconnect');
    expect(server.tokenRequests).toBe(2);
  });

  test.each([
    ['7', 7],
    ['Wed, 21 Oct 2026 07:28:00 GMT', null],
    [undefined, null],
  ])(
    'waits as told after a 429 with Retry-After %p, then runs again',
    async (retryAfter, seconds) => {
      const asked: unknown[] = [];
      const limits = { throttleDelayMs: (given: number | null) => asked.push(given) };
      const { platform, server } = await harness.open(name, app, { limits });
      server.throttle = { times: 2, ...(retryAfter !== undefined && { retryAfter }) };
      const outcome = await platform.runStep({
        key: 'creates.probe',
        inputData: { script: 'read' },
      });
      expect(outcome.status).toBe('success');
      expect(outcome.attempts.map(({ end }) => end)).toEqual(['threw', 'threw', 'returned']);
      expect(asked).toEqual([seconds, seconds]);
    },
  );

  test('keeps waiting once the throttles are used up', async () => {
    const { platform, server } = await harness.open(name, app, { limits: { throttles: 0 } });
    server.throttle = { times: 2, retryAfter: '5' };
    const request = { key: 'creates.probe', inputData: { script: 'read' } };
    expect(endOf(await platform.runStep(request))).toEqual({
      status: 'waiting',
      message: 'The server returned 429 (Too Many Requests)',
      delaySeconds: 5,
    });
  });

  test('shows a throttled step as an error in the editor', async () => {
    const { platform, server } = await harness.open(name, app);
    server.throttle = { times: 1 };
    const request = { key: 'creates.probe', inputData: { script: 'read' }, editorTest: true };
    const outcome = await platform.runStep(request);
    expect(outcome).toMatchObject({ status: 'errored', name: 'ThrottledError' });
  });

  test.each([
    ['halt', { status: 'halted', message: 'Nothing to do.' }],
    ['expire', { status: 'reconnect', message: 'Please reconnect.' }],
    ['fail', { status: 'errored', name: 'AppError', message: 'It broke. Mend it.' }],
    ['crash', { status: 'errored', name: 'TypeError', message: 'a defect' }],
  ])('gives a script that ends in %s its effect and words', async (script, expected) => {
    const { platform } = await harness.open(name, app);
    const outcome = await platform.runStep({ key: 'creates.probe', inputData: { script } });
    expect(outcome).toMatchObject(expected);
    expect(outcome.attempts).toHaveLength(1);
  });

  test('shows what the core appends to a message only in `raw`', async () => {
    const { platform } = await harness.open(name, app);
    const inputData = { script: 'crash', private: 'of the user' };
    const outcome = await platform.runStep({ key: 'creates.probe', inputData });
    expect(outcome).toMatchObject({ raw: expect.stringContaining('of the user') });
    expect(outcome).toMatchObject({ message: expect.not.stringContaining('of the user') });
    // What came of its requests is not there: the core loses it.
    expect(outcome).toMatchObject({ raw: expect.not.stringContaining('alice') });
  });

  test('lets an unhandled status through as an error that holds the whole response', async () => {
    const { platform } = await harness.open(name, app);
    const outcome = await platform.runStep({ key: 'creates.probe', inputData: { script: 'page' } });
    expect(outcome).toMatchObject({
      name: 'ResponseError',
      message: expect.stringContaining('a page with the secret inside'),
    });
  });

  test('refuses results of the wrong form', async () => {
    const { platform } = await harness.open(name, app);
    const outcome = await platform.runStep({
      key: 'creates.probe',
      inputData: { script: 'array' },
    });
    expect(outcome).toMatchObject({ status: 'errored', name: 'CheckError' });
  });

  test('kills a perform at its limit and never uses what it does later', async () => {
    const { platform, clock } = await harness.open(name, app, { limits: { performMs: 60 } });
    const started = clock.now();
    const outcome = await platform.runStep({ key: 'creates.probe', inputData: { script: 'hang' } });
    expect(outcome).toMatchObject({
      status: 'killed',
      message: expect.stringMatching(/may or may/),
    });
    expect(outcome.attempts.map(({ end }) => end)).toEqual(['killed']);
    expect(clock.now() - started).toBeGreaterThanOrEqual(59);
  });

  test.each([
    [undefined, undefined],
    [true, undefined],
    [false, false],
  ])(
    'run with verifySSL %p leaves rejectUnauthorized of its agent at %p',
    async (verifySSL, left) => {
      const agent = new Agent();
      const options = verifySSL === undefined ? {} : { verifySSL };
      const script = send('/echo', { agent });
      const { platform } = await harness.open(name, createTinyApp({ script }), options);
      const request = { key: 'creates.probe', inputData: { script: 'script' } };
      expect(await platform.runStep(request)).toMatchObject({ status: 'success' });
      expect(agent.options.rejectUnauthorized).toBe(left);
      agent.destroy();
    },
  );

  test('runs the field functions of a step', async () => {
    const { platform } = await harness.open(name, app);
    const outcome = await platform.fields({ key: 'creates.probe', inputData: {} });
    expect(endOf(outcome)).toEqual({
      status: 'success',
      results: [{ key: 'script', type: 'string' }, { key: 'dynamic' }],
    });
  });
});

test.each([
  ['7', 7_000],
  [undefined, 60_000],
])('a step throttled with Retry-After %p starts again after %p ms', async (retryAfter, ms) => {
  const { platform, server } = await harness.open('fast', app);
  server.throttle = { times: 1, ...(retryAfter !== undefined && { retryAfter }) };
  const outcome = await platform.runStep({ key: 'creates.probe', inputData: { script: 'read' } });
  const [first, second] = outcome.attempts;
  expect(Number(second?.startedAt) - Number(first?.endedAt)).toBe(ms);
});

test('a perform is killed after 30 seconds', async () => {
  const { platform } = await harness.open('fast', app);
  const outcome = await platform.runStep({ key: 'creates.probe', inputData: { script: 'hang' } });
  const [attempt] = outcome.attempts;
  expect(Number(attempt?.endedAt) - Number(attempt?.startedAt)).toBe(30_000);
});
