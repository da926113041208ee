import { describe, expect, test } from '@jest/globals';
import { endpointKind, jobIdIn } from '../../../sandbox/faults/endpoint.ts';
import type { Fault } from '../../../sandbox/faults/fault.ts';
import { createFaultPlan } from '../../../sandbox/faults/plan.ts';
import { seededRandom } from '../../../sandbox/faults/seeded-random.ts';

const fault: Fault = { kind: 'reset' };
const state = { method: 'GET', url: '/u/A/B.iox/w/status/E1_1' };
const start = { method: 'POST', url: '/u/A/B.iox/w/execute' };

describe('endpoint kinds', () => {
  test.each([
    ['start', '/u/A/B.iox/w/execute'],
    ['start', '/u/A/B.iox/w/lambdaexecute'],
    ['start', '/u/A/B.iox/w/uploadandexecute'],
    ['state', '/prefix/u/A/B.iox/w/status/E1_1'],
    ['state', '/u/A/B.iox/w/job/E1_1/state?x=/w/param'],
    ['param', '/u/A/B.iox/w/param'],
    ['param', '/u/A/B.iox/w/param/status%2Fx'],
    ['update', '/u/A/B.iox/w/updateparams'],
    ['create', '/u/_api_/v1/create'],
    ['token', '/_api_/v1/integration/oauth/token/zapier'],
    ['other', '/_api_/v1/integration/authorize/zapier'],
    ['other', '/A/B.iox/'],
  ])('%s: %s', (kind, url) => {
    expect(endpointKind({ url })).toBe(kind);
  });

  test('a state request names its job, decoded', () => {
    expect(jobIdIn({ url: '/u/B.iox/w/status/E%201' })).toBe('E 1');
    expect(jobIdIn({ url: '/u/B.iox/w/job/E1_1/state' })).toBe('E1_1');
    expect(jobIdIn({ url: '/u/B.iox/w/status/%zz' })).toBeUndefined();
    expect(jobIdIn({ url: '/u/B.iox/w/param/E1' })).toBeUndefined();
  });
});

describe('a plan', () => {
  test('meets the nth request of its kind, whatever comes between', () => {
    const plan = createFaultPlan([{ on: 'state', nth: 2, fault }]);
    const met = [state, start, state, state].map((each) => plan.faultsFor(each, 0).length);
    expect(met).toEqual([0, 0, 1, 0]);
  });

  test('meets one method only, where it names one', () => {
    const plan = createFaultPlan([{ on: 'any', method: 'POST', fault }]);
    expect([state, start].map((each) => plan.faultsFor(each, 0).length)).toEqual([0, 1]);
  });

  test('can be changed at any time, and counts from then on', () => {
    const plan = createFaultPlan();
    expect(plan.faultsFor(state, 0)).toEqual([]);
    const remove = plan.add({ on: 'state', nth: 1, fault });
    expect(plan.faultsFor(state, 0)).toEqual([fault]);
    plan.add({ on: 'any', fault: { kind: 'hang' } });
    remove();
    expect(plan.faultsFor(state, 0)).toEqual([{ kind: 'hang' }]);
    plan.clear();
    expect(plan.faultsFor(state, 0)).toEqual([]);
  });
});

describe('seeded random numbers', () => {
  test('lie in [0, 1), spread evenly, and differ between seeds', () => {
    for (const seed of [0, 1, 2, -1, 2 ** 31]) {
      const random = seededRandom(seed);
      let outside = 0;
      const buckets = Array.from({ length: 10 }, () => 0);
      for (let count = 0; count < 10_000; count++) {
        const value = random();
        if (value < 0 || value >= 1) outside += 1;
        const bucket = Math.floor(value * 10);
        buckets[bucket] = (buckets[bucket] ?? 0) + 1;
      }
      expect(outside).toBe(0);
      for (const size of buckets) expect(Math.abs(size - 1_000)).toBeLessThan(150);
    }
    expect(seededRandom(1)()).not.toBe(seededRandom(2)());
  });

  test('a rule that lasts applies from its nth request until its time is over', () => {
    const plan = createFaultPlan([{ on: 'state', nth: 2, lastsMs: 1_000, fault }]);
    const at = (request: typeof state, now: number) => plan.faultsFor(request, now).length;
    expect([at(state, 0), at(start, 100), at(state, 200)]).toEqual([0, 0, 1]);
    expect([at(state, 1_199), at(state, 1_200), at(state, 9_000)]).toEqual([1, 0, 0]);
  });
});
