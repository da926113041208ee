import { expect, test } from '@jest/globals';
import { createBalancer } from '../../../sandbox/gateway/balancer.ts';
import { createClient, record, toApiReply } from '../omniscope-server/client.ts';

const FORECAST = '/u/Sales/Long%20Forecast.iox/w';

function createBalanced() {
  const { omniscope, token } = createClient();
  const nodes = ['a', 'b'].map((name) => [name, omniscope.nodeHandler(name)] as const);
  const handle = createBalancer(new Map(nodes));
  return async (method: string, path: string, cookie?: string) => {
    const headers = {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      ...(cookie && { cookie }),
    };
    const url = `${FORECAST}${path}`;
    return toApiReply(await handle({ method, url, headers, body: Buffer.from('{}') }));
  };
}

test('a balancer sends a client with its cookie to the node that knows its job', async () => {
  const send = createBalanced();
  const started = await send('POST', '/execute');
  const [cookie = ''] = started.headers['set-cookie'] ?? [];
  expect(cookie).toBe('OMNI_ROUTE=a; Path=/; Secure; HttpOnly');
  const { jobId } = record(started.json());
  const sticky = `other=1; ${cookie.split(';')[0]}`;
  const state = await send('GET', `/status/${jobId}`, sticky);
  expect(state.json()).toMatchObject({ jobState: 'RUNNING' });
});

test('without the cookie the nodes take turns, and the other one does not know the job', async () => {
  const send = createBalanced();
  const { jobId } = record((await send('POST', '/execute')).json());
  const state = await send('GET', `/status/${jobId}`);
  expect(state.json()).toMatchObject({ errorType: 'JOB_NOT_FOUND' });
  expect(state.headers['set-cookie']).toEqual(['OMNI_ROUTE=b; Path=/; Secure; HttpOnly']);
  expect((await send('GET', `/status/${jobId}`)).json()).toMatchObject({ jobState: 'RUNNING' });
  expect((await send('GET', '/param', 'OMNI_ROUTE=gone')).headers['set-cookie']).toBeDefined();
});
