import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  addCallbackAddress,
  removeCallbackAddress,
} from '../../src/omniscope/callback-parameter.ts';
import { NetworkError } from '../../src/omniscope/http/transport.ts';
import { bodyOf, errorOf, fakeServer, project, type Reply } from './fixture.ts';

const target = { project, name: 'Callbacks' };
const hook = (index: number) => `https://hooks.zapier.com/hooks/standard/${index}/`;

/** A server with one parameter, whose responses take a while that the test decides. */
function openServer(initial: string | null, latency: () => number = () => 100) {
  const parameter = { name: 'Callbacks', type: 'TEXT', value: initial };
  const { api, clock, requests } = fakeServer((request): Reply => {
    const afterMs = latency();
    if (request.method === 'GET') return { afterMs, body: { paramValues: [{ ...parameter }] } };
    const { updates }: { updates?: { value: string }[] } = Object(bodyOf(request));
    parameter.value = updates?.[0]?.value ?? parameter.value;
    return { afterMs, body: { status: 'SUCCESS' } };
  });
  const writes = () => requests.filter(({ method }) => method === 'POST').length;
  return { api, clock, parameter, writes, lines: () => parameter.value?.split('\n') ?? [] };
}

describe('an address in a parameter', () => {
  test('is added beside what stands there, and removed without touching it', async () => {
    const { api, parameter } = openServer('a note\nhttps://elsewhere.example.com/hook');
    await addCallbackAddress(api, target, hook(1), 0);
    expect(parameter.value).toBe(`a note\nhttps://elsewhere.example.com/hook\n${hook(1)}`);
    await removeCallbackAddress(api, target, hook(1), 0);
    expect(parameter.value).toBe('a note\nhttps://elsewhere.example.com/hook');
  });

  test('that is there already costs no write, and one that is not needs none to be removed', async () => {
    const { api, writes } = openServer(hook(1));
    await addCallbackAddress(api, target, hook(1), 0);
    await removeCallbackAddress(api, target, hook(2), 0);
    expect(writes()).toBe(0);
  });

  test('is written again where another client’s write has undone it', async () => {
    const { api, clock, parameter, lines } = openServer(null);
    // Between the first check and the second one.
    clock.after(1_000, () => {
      parameter.value = hook(2);
    });
    await addCallbackAddress(api, target, hook(1), 0);
    expect(lines().sort()).toEqual([hook(1), hook(2)]);
  });

  test('that never stays is an error, after a bounded number of writes', async () => {
    const { api, parameter, writes } = openServer(null, () => {
      parameter.value = 'overwritten';
      return 10;
    });
    const added = addCallbackAddress(api, target, hook(1), 0);
    expect(await errorOf(added)).toEqual({ code: 'address-not-kept', parameter: 'Callbacks' });
    expect(writes()).toBe(5);
  });

  test('that a failing server never takes is not said to be overwritten', async () => {
    const parameter = { name: 'Callbacks', type: 'TEXT', value: '' };
    const { api } = fakeServer(
      ({ method }): Reply =>
        method === 'GET' ? { body: { paramValues: [parameter] } } : { status: 500, body: 'no' },
    );
    const added = addCallbackAddress(api, target, hook(1), 0);
    expect(await errorOf(added)).toMatchObject({ code: 'response-lost', action: 'update' });
  });

  test('whose write lost its response is read back like any other', async () => {
    const parameter = { name: 'Callbacks', type: 'TEXT', value: '' };
    let lost = 0;
    const { api } = fakeServer((request): Reply => {
      if (request.method === 'GET') return { body: { paramValues: [parameter] } };
      const { updates }: { updates?: { value: string }[] } = Object(bodyOf(request));
      parameter.value = updates?.[0]?.value ?? '';
      lost += 1;
      return new NetworkError('connection-reset');
    });
    await addCallbackAddress(api, target, hook(1), 0);
    expect([parameter.value, lost]).toEqual([hook(1), 1]);
  });
});

describe('a parameter that cannot take addresses', () => {
  const noProject = { status: 404, body: 'Not found' };
  const noParameter = { body: { paramValues: [] } };
  const number = { body: { paramValues: [{ name: 'Callbacks', type: 'NUMBER', value: 1 }] } };

  test.each([
    [noProject, 'project-not-found'],
    [noParameter, 'parameter-not-found'],
    [number, 'parameter-not-text'],
  ])('is told when an address is added: %j', async (reply, code) => {
    const { api } = fakeServer(() => reply);
    const added = addCallbackAddress(api, target, hook(1), 0);
    expect(await errorOf(added)).toMatchObject({ code });
  });

  test.each([[noProject], [noParameter], [number]])(
    'has nothing to be removed where it is gone or holds no text: %j',
    async (reply) => {
      const { api, requests } = fakeServer(() => reply);
      await removeCallbackAddress(api, target, hook(1), 0);
      expect(requests).toHaveLength(1);
    },
  );
});

test('keeps exactly the addresses that were added and not removed, in any interleaving', async () => {
  const client = fc.record({
    startsAt: fc.integer({ min: 0, max: 3_000 }),
    isRemovedAfter: fc.option(fc.integer({ min: 0, max: 4_000 })),
    jitter: fc.double({ min: 0, max: 0.999, noNaN: true }),
  });
  const latencies = fc.infiniteStream(fc.integer({ min: 20, max: 700 }));
  await fc.assert(
    fc.asyncProperty(
      fc.array(client, { minLength: 2, maxLength: 2 }),
      latencies,
      async (clients, ms) => {
        const { api, clock, lines } = openServer('a note', () => ms.next().value);
        await Promise.all(
          clients.map(async ({ startsAt, isRemovedAfter, jitter }, index) => {
            await clock.sleep(startsAt);
            await addCallbackAddress(api, target, hook(index), jitter);
            if (isRemovedAfter === null) return;
            await clock.sleep(isRemovedAfter);
            await removeCallbackAddress(api, target, hook(index), jitter);
          }),
        );
        const kept = clients.flatMap((one, index) =>
          one.isRemovedAfter === null ? [hook(index)] : [],
        );
        expect(lines().sort()).toEqual(['a note', ...kept].sort());
      },
    ),
    { numRuns: 200 },
  );
});
