import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { engineNames, startTheatre, type Theatre } from './both-engines.ts';
import { send, sendRaw } from './sending.ts';
import { createTinyApp, type Script } from './tiny-app.ts';

let theatre: Theatre;
beforeAll(async () => {
  theatre = await startTheatre();
});
afterAll(() => theatre.close());

describe.each(engineNames)('a redirect in the %s engine', (name) => {
  test.each<[string, Script, object]>([
    [
      'is given as it is when told so, its target made absolute',
      sendRaw('/moved', { redirect: 'manual' }),
      { status: 307, location: expect.stringMatching(/^https:\/\/localhost:\d+\/elsewhere$/) },
    ],
    [
      'is refused when told so',
      send('/moved', { redirect: 'error' }),
      { name: 'FetchError', type: 'no-redirect' },
    ],
    ['must not end up at localhost', send('/moved'), { name: 'AppError' }],
  ])('%s', async (_, script, expected) => {
    const { platform } = await theatre.open(name, createTinyApp({ script }));
    const request = { key: 'creates.probe', inputData: { script: 'script' } };
    expect(await platform.runStep(request)).toMatchObject({ results: expected });
  });

  test.each([
    ['the same host', 'localhost', 307, 'POST', 'Bearer good', 'a=1'],
    ['another host', '127.0.0.1', 307, 'POST', undefined, 'a=1'],
    ['another host', '127.0.0.1', 302, 'GET', undefined, ''],
    ['another host', '127.0.0.1', 303, 'GET', undefined, ''],
  ])(
    'to %s (%s, %s) takes along what node-fetch does',
    async (_, host, status, method, authorization, body) => {
      const script: Script = (z, bundle) => {
        const { port } = new URL(String(bundle.authData.server));
        const to = encodeURIComponent(`https://${host}:${port}/elsewhere`);
        const options = { method: 'POST' as const, body: 'a=1' };
        return send(`/moved?status=${status}&to=${to}`, options)(z, bundle);
      };
      const { server, platform } = await theatre.open(name, createTinyApp({ script }));
      await platform.runStep({ key: 'creates.probe', inputData: { script: 'script' } });
      expect(server.seen.slice(1)).toEqual([{ path: '/elsewhere', method, authorization, body }]);
    },
  );
});
