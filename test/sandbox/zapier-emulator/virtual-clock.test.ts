import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import { createTimerQueue } from '../../../sandbox/zapier-emulator/timer-queue.ts';
import { createVirtualClock } from '../../../sandbox/zapier-emulator/virtual-clock.ts';

describe('the virtual clock', () => {
  test('passes hours at once', async () => {
    const clock = createVirtualClock(1000);
    await clock.sleep(24 * 3_600_000);
    expect(clock.now()).toBe(1000 + 24 * 3_600_000);
  });

  test('wakes in the order of time, and at one instant in the order of asking', async () => {
    const clock = createVirtualClock(0);
    const woken: string[] = [];
    const sleeper = async (name: string, ms: number) => {
      await clock.sleep(ms);
      woken.push(`${name} at ${clock.now()}`);
    };
    await Promise.all([sleeper('c', 30), sleeper('a', 10), sleeper('b1', 20), sleeper('b2', 20)]);
    expect(woken).toEqual(['a at 10', 'b1 at 20', 'b2 at 20', 'c at 30']);
  });

  test('waits for promise chains of any length before time moves on', async () => {
    const clock = createVirtualClock(0);
    const later = clock.sleep(1).then(() => 'the clock moved');
    const chain = (async () => {
      for (let link = 0; link < 10_000; link++) await null;
      await new Promise<void>((resolve) => process.nextTick(resolve));
      return `the chain ended at ${clock.now()}`;
    })();
    expect(await Promise.race([later, chain])).toBe('the chain ended at 0');
  });

  test('lets what one sleeper does take effect before the next is woken', async () => {
    const clock = createVirtualClock(0);
    let counter = 0;
    const increment = async () => {
      await clock.sleep(5);
      const read = counter;
      await null;
      counter = read + 1;
    };
    await Promise.all(Array.from({ length: 50 }, increment));
    expect(counter).toBe(50);
  });

  test('runs an action at its time, and does not jump to the time of a cancelled one', async () => {
    const clock = createVirtualClock(0);
    const done: number[] = [];
    clock.after(10, () => done.push(clock.now()));
    const cancel = clock.after(30_000, () => done.push(clock.now()));
    await clock.sleep(20);
    cancel();
    await delay(5);
    expect(clock.now()).toBe(20);
    await clock.sleep(60_000);
    expect(done).toEqual([10]);
  });

  test('stands still during work outside of it', async () => {
    const clock = createVirtualClock(0);
    const later = clock.sleep(100);
    const outside = async () => {
      await delay(5);
      void clock.sleep(1);
      await delay(5);
      return clock.now();
    };
    const before = await clock.standStillFor(outside());
    await later;
    expect([before, clock.now()]).toEqual([0, 100]);
    await expect(clock.standStillFor(Promise.reject(new Error('lost')))).rejects.toThrow('lost');
    await clock.sleep(1);
    expect(clock.now()).toBe(101);
  });

  test('never wakes a sleep without an end', async () => {
    const clock = createVirtualClock(0);
    let woken = false;
    void clock.sleep(Number.POSITIVE_INFINITY).then(() => {
      woken = true;
    });
    await clock.sleep(1e12);
    expect(woken).toBe(false);
  });
});

test('the timer queue gives thousands of timers in order, without the cancelled ones', () => {
  const queue = createTimerQueue();
  const wake = () => {};
  // Any fixed disorder does.
  const ats = Array.from({ length: 5000 }, (_, order) =>
    createHash('sha256').update(String(order)).digest().readUInt16BE(),
  );
  ats.forEach((at, order) => {
    queue.add({ at, order, wake, cancelled: order % 3 === 0 });
  });
  const expected = ats
    .map((at, order) => ({ at, order }))
    .filter(({ order }) => order % 3 !== 0)
    .sort((one, other) => one.at - other.at || one.order - other.order);
  const taken = expected
    .map(() => queue.take())
    .map((timer) => ({ at: timer?.at, order: timer?.order }));
  expect(taken).toEqual(expected);
  expect(queue.take()).toBeUndefined();
});
