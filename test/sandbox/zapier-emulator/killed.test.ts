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
