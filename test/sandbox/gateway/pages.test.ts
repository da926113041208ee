import { describe, expect, test } from '@jest/globals';
import { faultEntry, GATEWAY_FAULT_NAMES } from '../../../sandbox/faults/catalogue.ts';
import { createFaultPlan } from '../../../sandbox/faults/plan.ts';
import { withFaults } from '../../../sandbox/faults/with-faults.ts';
import { GATEWAY_PAGES } from '../../../sandbox/gateway/pages.ts';
import { createClient, toApiReply } from '../omniscope-server/client.ts';

const ENDPOINTS = [
  ['start', 'POST', '/u/Sales/Broken.iox/w/execute'],
  ['state', 'GET', '/u/Sales/Broken.iox/w/status/E1_1'],
  ['param', 'GET', '/u/Sales/Broken.iox/w/param'],
  ['update', 'POST', '/u/Sales/Broken.iox/w/updateparams'],
  ['create', 'POST', '/u/Sales/_api_/v1/create'],
  ['token', 'POST', '/_api_/v1/integration/oauth/token/zapier'],
] as const;

describe('a gateway', () => {
  test.each(GATEWAY_FAULT_NAMES)('responds in the place of every endpoint: %s', async (name) => {
    const { omniscope, clock, tokens, token } = createClient();
    const { fault } = faultEntry(name);
    for (const [on, method, url] of ENDPOINTS) {
      const plan = createFaultPlan([{ on, nth: 1, fault }]);
      const { handle } = withFaults(omniscope.handle, plan, { omniscope, clock, tokens });
      const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
      const outcome = await handle({ method, url, headers, body: Buffer.from('{}') });
      expect(outcome.kind).toBe('reply');
      if (fault.kind !== 'gateway') throw new Error('not a page of a gateway');
      expect(toApiReply(outcome).status).toBe(GATEWAY_PAGES[fault.page].status);
    }
    expect(omniscope.jobs).toEqual([]);
  });

  test('never speaks as the API does', () => {
    for (const reply of Object.values(GATEWAY_PAGES)) {
      expect(reply.body).not.toMatch(/errorType|jobState|jobId|paramValues|SUCCESS|access_token/);
    }
  });

  test('can respond after the server has acted', async () => {
    const { omniscope, clock, tokens, token } = createClient();
    const fault = { kind: 'gateway', page: 'nginx 504', phase: 'after' } as const;
    const plan = createFaultPlan([{ on: 'start', fault }]);
    const { handle } = withFaults(omniscope.handle, plan, { omniscope, clock, tokens });
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const url = '/u/Sales/Broken.iox/w/execute';
    const outcome = await handle({ method: 'POST', url, headers, body: Buffer.from('{}') });
    expect(toApiReply(outcome).status).toBe(504);
    expect(omniscope.jobs).toHaveLength(1);
  });
});
