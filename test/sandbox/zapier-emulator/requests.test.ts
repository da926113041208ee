import { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Clock } from '../../../sandbox/clock.ts';
import { type EngineName, engineNames, type Harness, startHarness } from './both-engines.ts';
import { describeError, send, sendRaw } from './sending.ts';
import { createTinyApp, type Script } from './tiny-app.ts';

/** The script, with a signal that is aborted after so long on the test's clock. */
function abortedAfter(ms: number, make: (signal: AbortSignal) => Script): Script {
  return async (z, bundle) => {
    const abort = new AbortController();
    const answer = make(abort.signal)(z, bundle);
    void clock.sleep(ms).then(() => abort.abort());
    return answer;
  };
}

const body = Buffer.from('{"text":"{{kept}}"}');
const jsonType = { 'content-type': 'application/json' };
const formType = { 'content-type': 'application/x-www-form-urlencoded' };

let harness: Harness;
let clock: Clock;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.close());

async function runOn(name: EngineName, script: Script): Promise<unknown> {
  const app = createTinyApp({ script });
  const fixture = await harness.open(name, app);
  clock = fixture.clock;
  const request = { key: 'creates.probe', inputData: { script: 'script' } };
  const outcome = await fixture.platform.runStep(request);
  return outcome.status === 'success' ? outcome.results : outcome;
}

describe.each(engineNames)('z.request in the %s engine', (name) => {
  test.each<[string, Script, object]>([
    [
      'sends a GET with the core’s user agent',
      send('/echo'),
      { method: 'GET', userAgent: 'Zapier', authorization: 'Bearer good', body: '' },
    ],
    [
      'sends an object as JSON, without curly braces at its top level',
      send('/echo', { method: 'POST', body: { a: 'x{{y}}', deep: { b: '{{y}}' } } }),
      { contentType: 'application/json; charset=utf-8', body: '{"a":"x","deep":{"b":"{{y}}"}}' },
    ],
    [
      'sends a Buffer as it is',
      send('/echo', { method: 'POST', body, headers: jsonType }),
      { contentType: 'application/json', body: '{"text":"{{kept}}"}', length: '19' },
    ],
    [
      'sends a string as it is',
      send('/echo', { method: 'POST', body: 'a=1', headers: formType }),
      { contentType: 'application/x-www-form-urlencoded', body: 'a=1', length: '3' },
    ],
    [
      'mangles a Buffer whose type is exactly that of a form',
      send('/echo', { method: 'POST', body: Buffer.from('a=1'), headers: formType }),
      { body: expect.stringMatching(/^0=97&1=61/) },
    ],
    [
      'leaves the query and the user agent alone where it is asked not to merge',
      send('/echo?a=x+y&b={{c}}', { merge: false }),
      { url: '/echo?a=x+y&b=%7B%7Bc%7D%7D', userAgent: expect.stringMatching(/^node-fetch/) },
    ],
    [
      'sends a stream',
      (z, bundle) =>
        send('/echo', { method: 'POST', body: Readable.from(['ab', 'cd']), headers: jsonType })(
          z,
          bundle,
        ),
      { body: 'abcd' },
    ],
    [
      'sends a stream under the length it was given',
      (z, bundle) => {
        const headers = { ...jsonType, 'content-length': '4' };
        const options = { method: 'POST' as const, body: Readable.from(['ab', 'cd']), headers };
        return send('/echo', options)(z, bundle);
      },
      { body: 'abcd', length: '4' },
    ],
    [
      'refuses a response larger than asked for',
      sendRaw('/echo', { size: 5 }),
      { name: 'FetchError', type: 'max-size' },
    ],
    [
      'does not notice a request body that breaks off at its source before its signal',
      abortedAfter(40, (signal) => (z, bundle) => {
        const body = new Readable({ read: () => {} });
        body.on('error', () => {});
        body.push('ab');
        setImmediate(() => body.destroy(new Error('lost')));
        return send('/echo', { method: 'POST', body, headers: jsonType, signal })(z, bundle);
      }),
      { name: 'AbortError' },
    ],
    [
      'gives a redirect as it is, its target made absolute',
      sendRaw('/moved', { redirect: 'manual' }),
      { status: 307, location: expect.stringMatching(/^https:\/\/localhost:\d+\/elsewhere$/) },
    ],
    ['reports a broken connection', send('/reset'), { name: 'FetchError', code: 'ECONNRESET' }],
    [
      'does not notice a response that breaks off before its signal',
      abortedAfter(40, (signal) => sendRaw('/half-reset', { signal })),
      { name: 'AbortError' },
    ],
    [
      'ends a request by its signal',
      abortedAfter(20, (signal) => send('/hang', { signal })),
      { name: 'AbortError', type: 'aborted' },
    ],
    [
      'ends a body by its signal',
      abortedAfter(40, (signal) => sendRaw('/half-hang', { signal })),
      { name: 'AbortError', type: 'aborted' },
    ],
    [
      'reports a name that does not resolve',
      (z) => z.request('https://nobody.invalid/').then(() => ({}), describeError),
      { name: 'FetchError', code: expect.stringMatching(/ENOTFOUND|EAI_AGAIN/) },
    ],
    ['lets a 429 through only when told so', sendThrottled, { early: 'ThrottledError', late: 429 }],
  ])('%s', async (_, script, expected) => {
    expect(await runOn(name, script)).toMatchObject(expected);
  });

  test('sends nothing when its signal is aborted already', async () => {
    const script = send('/echo', { signal: AbortSignal.abort() });
    const { server, platform } = await harness.open(name, createTinyApp({ script }));
    const request = { key: 'creates.probe', inputData: { script: 'script' } };
    expect(await platform.runStep(request)).toMatchObject({ results: { name: 'AbortError' } });
    expect(server.seen).toEqual([]);
  });

  test('runs the app’s own middleware', async () => {
    const script = send('/echo');
    const app = createTinyApp(
      { script },
      {
        beforeRequest: [(request: object) => ({ ...request, method: 'PUT' })],
        afterResponse: [
          (response: { data: object }) => ({ ...response, data: { ...response.data, seen: true } }),
        ],
      },
    );
    const { platform } = await harness.open(name, app);
    const outcome = await platform.runStep({
      key: 'creates.probe',
      inputData: { script: 'script' },
    });
    expect(outcome).toMatchObject({ results: { method: 'PUT', seen: true } });
  });
});

async function sendThrottled(...[z, { authData }]: Parameters<Script>) {
  const url = `${authData.server}/throttled`;
  const early = await z.request(url).catch(describeError);
  const options = { throwForThrottlingEarly: false, skipThrowForStatus: true };
  const late = await z.request(url, options);
  return { early: 'name' in early && early.name, late: late.status };
}

describe('the requests of a killed perform', () => {
  const limits = { performMs: 50 };

  test('the core engine records what a killed perform did in the end, and uses none of it', async () => {
    const app = createTinyApp({
      slow: async (z, { authData }) => {
        await delay(80);
        return (await z.request(`${authData.server}/echo`)).data;
      },
    });
    const { platform, events } = await harness.open('core', app, { limits });
    const outcome = await platform.runStep({ key: 'creates.probe', inputData: { script: 'slow' } });
    expect(outcome.status).toBe('killed');
    while (events.at(-1)?.type !== 'ended-after-kill') await delay(10);
    expect(outcome.attempts[0]?.requests).toMatchObject([{ method: 'GET', result: 200 }]);
    expect(events.at(-1)).toMatchObject({ how: 'returned' });
  });

  test('the fast engine lets a killed perform send nothing more, but keeps what it has sent', async () => {
    let wake: Promise<void> = Promise.resolve();
    let woken = false;
    const app = createTinyApp({
      slow: async (z, { authData }) => {
        await z.request(`${authData.server}/echo`);
        await wake;
        woken = true;
        await z.cache.set('note', 'too late');
        return (await z.request(`${authData.server}/echo`)).data;
      },
    });
    const { platform, clock, cache } = await harness.open('fast', app, { limits });
    wake = clock.sleep(100);
    const outcome = await platform.runStep({ key: 'creates.probe', inputData: { script: 'slow' } });
    expect(outcome.status).toBe('killed');
    await clock.sleep(1000);
    expect(woken).toBe(true);
    expect(outcome.attempts[0]?.requests).toHaveLength(1);
    expect(cache.contents()).toEqual([]);
  });
});

describe('the logs of requests', () => {
  const app = createTinyApp({
    careful: async (z, { authData }) =>
      (
        await z.request(`${authData.server}/echo`, {
          headers: { authorization: 'Bearer sesame-street' },
        })
      ).data,
    careless: async (z, { authData, inputData }) => {
      const body = `client=me&whisper=${inputData.whisper}`;
      return (await z.request(`${authData.server}/echo`, { method: 'POST', body })).data;
    },
  });

  test('the core engine collects the app’s logs, scrubbed by the core as on Zapier', async () => {
    const { platform, origin } = await harness.open('core', app);
    platform.authData = { ...platform.authData, access_token: 'sesame-street' };
    await platform.runStep({ key: 'creates.probe', inputData: { script: 'careful' } });
    const http = platform.engine.logs.filter(({ data }) => data.log_type === 'http');
    expect(http.map(({ message }) => message)).toEqual([`200 GET ${origin}/echo`]);
    expect(JSON.stringify(http)).toContain(':censored:');
    expect(JSON.stringify(http)).not.toContain('sesame-street');
  });

  test('the core engine shows a secret that the core does not scrub', async () => {
    const { platform } = await harness.open('core', app);
    const inputData = { script: 'careless', whisper: 'xyzzy-plugh' };
    await platform.runStep({ key: 'creates.probe', inputData });
    expect(JSON.stringify(platform.engine.logs)).toContain('xyzzy-plugh');
  });
});
