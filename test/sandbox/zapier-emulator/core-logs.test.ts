import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Harness, startHarness } from './both-engines.ts';
import { createTinyApp } from './tiny-app.ts';

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.close());

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
