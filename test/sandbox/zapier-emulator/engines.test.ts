import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Harness, startHarness } from './both-engines.ts';
import { createTinyApp } from './tiny-app.ts';

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.close());

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
