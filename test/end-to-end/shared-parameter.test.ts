/** Zaps with New Workflow Data that share a parameter for their addresses, over real sockets. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { StepOutcome } from '../../sandbox/zapier-emulator/outcome.ts';
import { wordsOf } from './harness.ts';
import { type Hooks, listener, NOTE, openHooks } from './hooks.ts';

const ORDERS = [
  ['on 1', 'on 2', 'off 1', 'off 2'],
  ['on 1', 'on 2', 'off 2', 'off 1'],
  ['on 1', 'off 1', 'on 2', 'off 2'],
  ['on 2', 'on 1', 'off 1', 'off 2'],
  ['on 2', 'on 1', 'off 2', 'off 1'],
  ['on 2', 'off 2', 'on 1', 'off 1'],
] as const;

let zaps: Hooks;
beforeAll(async () => {
  const paths = [...ORDERS.map((_, index) => `Orders/${index}.iox`), 'Zaps/Schedule.iox'];
  // Slower than most: each Zap reads its change back later than another one takes to write.
  zaps = await openHooks(
    paths.map((path) => listener(path)),
    2,
  );
  // What is read is old by the time that it is acted on, so that each Zap undoes the other's change.
  zaps.harness.sandbox.faults.add({
    on: 'param',
    fault: { kind: 'delay', ms: 100, phase: 'after' },
  });
});
afterAll(() => zaps?.harness.close());

describe('two Zaps on one parameter', () => {
  test.concurrent.each(
    ORDERS.map((order, index): [string, readonly string[], string] => [
      order.join(', '),
      order,
      `Orders/${index}`,
    ]),
  )('overlapping as %s, keep what is on and nothing else', async (_, order, project) => {
    const name = (step: string) => `${project} ${step.split(' ')[1]}`;
    const last = new Map<string, Promise<StepOutcome | undefined>>();
    const perform = async (step: string) => {
      // A Zap is turned off once it is on; the other one does not wait for that.
      await last.get(name(step));
      return step.startsWith('on') ? zaps.turnOn(name(step), project) : zaps.turnOff(name(step));
    };
    const [first = '', second = '', third = '', fourth = ''] = order;
    for (const step of [first, second, third]) last.set(name(step), perform(step));
    expect((await Promise.all(last.values())).map((one) => one && wordsOf(one))).toEqual(['', '']);

    expect(zaps.valueIn(project)).toBe(`${NOTE}${zaps.addressOf(name(fourth))}\r\n`);
    expect((await zaps.post(name(fourth), '{"a":1}')).items).toEqual([{ a: 1 }]);
    await perform(fourth);
    expect(zaps.valueIn(project)).toBe(NOTE);
  });
});

describe('a run that the server’s scheduler starts', () => {
  test.concurrent('starts each of two Zaps once, with its rows', async () => {
    const project = 'Zaps/Schedule';
    await Promise.all([zaps.turnOn('sheet', project), zaps.turnOn('mail', project)]);
    const runs = () =>
      zaps.harness.platform.hooks.runs.filter(({ zap }) => zap === 'sheet' || zap === 'mail');
    expect(zaps.harness.sandbox.omniscope.tasks.start(`${project}.iox`)).toBeDefined();
    while (runs().length < 2) await zaps.harness.clock.sleep(100);
    const items = [{ status: 'done', row_count: 1, rows: [{ Region: 'North' }] }];
    expect(runs().map((run) => run.items)).toEqual([items, items]);
  });
});
