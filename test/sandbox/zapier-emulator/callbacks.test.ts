import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startHttpsServer } from '../../../sandbox/http/server.ts';
import { createCallbacks } from '../../../sandbox/zapier-emulator/callbacks.ts';
import type { StepOutcome } from '../../../sandbox/zapier-emulator/outcome.ts';
import { engineNames, startTheatre, type Theatre } from './both-engines.ts';
import { createTinyApp, get } from './tiny-app.ts';

const app = createTinyApp({
  wait: (z) => ({ url: z.generateCallbackUrl(), job: 7 }),
  'ask and fail': (z) => {
    z.generateCallbackUrl();
    throw new z.errors.Error('It broke.');
  },
  report: (_, { outputData, cleanedRequest, inputData, meta, rawRequest }) => ({
    outputData,
    cleanedRequest,
    inputData,
    isLoadingSample: meta.isLoadingSample,
    content: rawRequest?.content,
  }),
  read: get('/thing'),
});

let theatre: Theatre;
beforeAll(async () => {
  theatre = await startTheatre();
});
afterAll(() => theatre.close());

function callbackUrlOf(outcome: StepOutcome): string {
  return outcome.status === 'callback' ? outcome.callbackUrl : `not waiting: ${outcome.status}`;
}

describe.each(engineNames)('a callback in the %s engine', (name) => {
  const inputData = { script: 'wait', resume: 'report' };

  test('makes the step wait, and a post resumes it', async () => {
    const { platform, events } = await theatre.open(name, app);
    const waiting = await platform.runStep({ key: 'creates.probe', inputData });
    const url = callbackUrlOf(waiting);
    expect(waiting).toMatchObject({ status: 'callback', results: { url, job: 7 } });
    const resumed = await platform.resume(url, { done: true });
    expect(resumed).toMatchObject({
      status: 'success',
      results: {
        outputData: { url, job: 7 },
        cleanedRequest: { done: true },
        inputData,
        isLoadingSample: false,
        content: '{"done":true}',
      },
    });
    expect(await platform.callbacks.resumed(url)).toEqual(resumed);
    expect(events.map(({ type }) => type)).toEqual([
      'attempt',
      'waiting-for-callback',
      'resumed',
      'attempt',
      'ended',
    ]);
  });

  test('refreshes and reruns a resumed step too', async () => {
    const { platform, server } = await theatre.open(name, app);
    const request = { key: 'creates.probe', inputData: { script: 'wait', resume: 'read' } };
    const url = callbackUrlOf(await platform.runStep(request));
    server.tokens.delete('good');
    const resumed = await platform.resume(url, {});
    expect(resumed).toMatchObject({ status: 'success', results: { id: '/thing' } });
    expect(resumed?.attempts).toHaveLength(3);
  });

  test('is not waited for when the perform fails', async () => {
    const { platform, events } = await theatre.open(name, app);
    const request = { key: 'creates.probe', inputData: { script: 'ask and fail' } };
    expect(await platform.runStep(request)).toMatchObject({ status: 'errored' });
    expect(await platform.resume('https://hooks.zapier.example/callbacks/1/', {})).toBeUndefined();
    expect(events.at(-1)).toMatchObject({ type: 'callback-ignored' });
  });

  test('never resumes a test in the editor', async () => {
    const { platform } = await theatre.open(name, app);
    const waiting = await platform.runStep({ key: 'creates.probe', inputData, editorTest: true });
    expect(platform.resume(callbackUrlOf(waiting), {})).toBeUndefined();
  });

  test('that comes twice resumes once, or twice where the platform is told so', async () => {
    for (const [secondPost, times] of [
      ['ignored', 1],
      ['resumes', 2],
    ] as const) {
      const { platform, events } = await theatre.open(name, app, { secondPost });
      const url = callbackUrlOf(await platform.runStep({ key: 'creates.probe', inputData }));
      await Promise.all([platform.resume(url, 1), platform.resume(url, 2)]);
      expect(events.filter(({ type }) => type === 'resumed')).toHaveLength(times);
    }
  });
});

test('a post over HTTPS resumes a step that runs on the core', async () => {
  const server = await startHttpsServer({
    cert: readFileSync(String(process.env.SANDBOX_CERTIFICATE)),
    key: readFileSync(String(process.env.SANDBOX_KEY)),
    handler: (request) => stage.platform.callbacks.handle(request),
  });
  const callbackBaseUrl = `${server.origin}/callbacks`;
  const stage = await theatre.open('core', app, { callbackBaseUrl });
  const inputData = { script: 'wait', resume: 'report' };
  const url = callbackUrlOf(await stage.platform.runStep({ key: 'creates.probe', inputData }));
  expect(url.startsWith(callbackBaseUrl)).toBe(true);
  const response = await fetch(url, { method: 'POST', body: '{"done":true}' });
  expect(response.status).toBe(200);
  expect(await stage.platform.callbacks.resumed(url)).toMatchObject({
    status: 'success',
    results: { cleanedRequest: { done: true } },
  });
  await server.close();
});

describe('the callback endpoint', () => {
  const outcome: StepOutcome = { status: 'success', results: 1, attempts: [] };
  const post = (url: string, body: string) => ({
    method: 'POST',
    url: new URL(url).pathname,
    headers: {},
    body: Buffer.from(body),
  });

  function open() {
    const ignored: string[] = [];
    const callbacks = createCallbacks({
      baseUrl: 'https://localhost:1/callbacks',
      secondPost: 'ignored',
      onIgnored: (reason) => ignored.push(reason),
    });
    return { callbacks, ignored, url: callbacks.open() };
  }

  test.each([
    ['{"a":[1]}', { a: [1] }],
    ['null', null],
    ['not JSON', 'not JSON'],
    ['', ''],
  ])('takes %p for what it is', async (body, payload) => {
    const { callbacks, url } = open();
    const seen: unknown[] = [];
    callbacks.wait(url, async (delivery) => {
      seen.push(delivery.payload);
      return outcome;
    });
    expect(await callbacks.handle(post(url, body))).toMatchObject({ reply: { status: 200 } });
    expect(await callbacks.resumed(url)).toBe(outcome);
    expect(seen).toEqual([payload]);
  });

  test('keeps a post that comes before the step waits', async () => {
    const { callbacks, url } = open();
    await callbacks.handle(post(url, '{"early":true}'));
    const seen: unknown[] = [];
    callbacks.wait(url, async ({ payload }) => {
      seen.push(payload);
      return outcome;
    });
    await callbacks.resumed(url);
    expect(seen).toEqual([{ early: true }]);
  });

  test('ignores posts to URLs that nobody waits for, and other methods', async () => {
    const { callbacks, ignored } = open();
    await callbacks.handle(post('https://localhost:1/callbacks/99/', '{}'));
    expect(ignored).toEqual(['no step waits for it']);
    const get = { ...post('https://localhost:1/callbacks/1/', ''), method: 'GET' };
    expect(await callbacks.handle(get)).toMatchObject({ reply: { status: 405 } });
  });
});
