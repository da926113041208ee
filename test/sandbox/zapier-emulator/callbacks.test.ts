import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startHttpsServer } from '../../../sandbox/http/server.ts';
import type { StepOutcome } from '../../../sandbox/zapier-emulator/outcome.ts';
import type { Platform } from '../../../sandbox/zapier-emulator/zapier-emulator.ts';
import { engineNames, type Harness, readCertificate, startHarness } from './both-engines.ts';
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

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.close());

function callbackUrlOf(outcome: StepOutcome): string {
  return outcome.status === 'callback' ? outcome.callbackUrl : `not waiting: ${outcome.status}`;
}

function methodsOf(outcome: StepOutcome | undefined) {
  return outcome?.attempts.map(({ method }) => method.split('.').at(-1));
}

describe.each(engineNames)('a callback in the %s engine', (name) => {
  const inputData = { script: 'wait', resume: 'report' };

  test('makes the step wait, and a post resumes it', async () => {
    const { platform, events } = await harness.open(name, app);
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

  test('is not waited for when the perform fails', async () => {
    const { platform, events } = await harness.open(name, app);
    const request = { key: 'creates.probe', inputData: { script: 'ask and fail' } };
    expect(await platform.runStep(request)).toMatchObject({ status: 'errored' });
    expect(await platform.resume('https://hooks.zapier.example/callbacks/1/', {})).toBeUndefined();
    expect(events.at(-1)).toMatchObject({ type: 'callback-ignored' });
  });

  test('never resumes a test in the editor', async () => {
    const { platform } = await harness.open(name, app);
    const waiting = await platform.runStep({ key: 'creates.probe', inputData, editorTest: true });
    expect(platform.resume(callbackUrlOf(waiting), {})).toBeUndefined();
  });

  test('that comes twice resumes once, or twice where the platform is told so', async () => {
    for (const [secondPost, times] of [
      ['ignored', 1],
      ['resumes', 2],
    ] as const) {
      const { platform, events } = await harness.open(name, app, { secondPost });
      const url = callbackUrlOf(await platform.runStep({ key: 'creates.probe', inputData }));
      await Promise.all([platform.resume(url, 1), platform.resume(url, 2)]);
      expect(events.filter(({ type }) => type === 'resumed')).toHaveLength(times);
    }
  });
});

describe.each(engineNames)('a refresh that a resumed step asks for, in the %s engine', (name) => {
  const run = async (platform: Platform) =>
    callbackUrlOf(
      await platform.runStep({
        key: 'creates.probe',
        inputData: { script: 'wait', resume: 'read' },
      }),
    );

  test('is followed by the resume again by default', async () => {
    const { platform, server } = await harness.open(name, app);
    const url = await run(platform);
    server.tokens.delete('good');
    const resumed = await platform.resume(url, {});
    expect(resumed).toMatchObject({ status: 'success', results: { id: '/thing' } });
    expect(methodsOf(resumed)).toEqual(['performResume', 'refreshAccessToken', 'performResume']);
  });

  test('is followed by perform from its beginning where the option says so', async () => {
    const { platform, server } = await harness.open(name, app, { resumeRefresh: 'perform' });
    const url = await run(platform);
    server.tokens.delete('good');
    const again = await platform.resume(url, {});
    expect(again).toMatchObject({ status: 'callback', callbackUrl: url });
    expect(methodsOf(again)).toEqual(['performResume', 'refreshAccessToken', 'perform']);
    // It waits again, and the next post resumes it.
    const resumed = await platform.resume(url, {});
    expect(resumed).toMatchObject({ status: 'success', results: { id: '/thing' } });
    expect(await platform.callbacks.resumed(url)).toEqual(resumed);
  });
});

test('a post over HTTPS resumes a step that runs on the core', async () => {
  const server = await startHttpsServer({
    ...readCertificate(),
    handler: (request) => fixture.platform.handle(request),
  });
  const fixture = await harness.open('core', app, { publicUrl: server.origin });
  const inputData = { script: 'wait', resume: 'report' };
  const url = callbackUrlOf(await fixture.platform.runStep({ key: 'creates.probe', inputData }));
  expect(new URL(url).origin).toBe(server.origin);
  const response = await fetch(url, { method: 'POST', body: '{"done":true}' });
  expect(response.status).toBe(200);
  expect(await fixture.platform.callbacks.resumed(url)).toMatchObject({
    status: 'success',
    results: { cleanedRequest: { done: true } },
  });
  await server.close();
});
