/**
 * A clock that needs no time: whenever no code has anything left to do, it jumps to the next timer.
 *
 * That is known without counting: a `setImmediate` callback runs only when Node's promise and nextTick
 * queues are empty, however long their chains were. So one timer fires per `setImmediate`, and what it
 * wakes runs until it waits again before the next one fires: the order of events is the same in every
 * run. Work that leaves the thread (sockets, files, WebCrypto) is invisible to this; code that waits for
 * such work on a virtual clock wraps it in `standStillFor`. Our own, since jest's fake timers replace
 * those of the whole process, the core's among them, and have to be told how far to go.
 */
import { clearImmediate, setImmediate } from 'node:timers';
import type { Clock } from '../clock.ts';
import { createTimerQueue, type Timer } from './timer-queue.ts';

export interface VirtualClock extends Clock {
  /** Time does not move until `work` is settled. */
  standStillFor<T>(work: Promise<T>): Promise<T>;
}

/** Any instant would do; a fixed one makes runs repeatable. */
const START = Date.UTC(2026, 0, 5, 9, 0, 0);

export function createVirtualClock(start: number = START): VirtualClock {
  const queue = createTimerQueue();
  let time = start;
  let asked = 0;
  let holds = 0;
  let turn: NodeJS.Immediate | undefined;

  function awaitIdle(): void {
    if (turn === undefined && holds === 0) turn = setImmediate(wakeNext);
  }

  function wakeNext(): void {
    turn = undefined;
    const timer = queue.take();
    if (timer === undefined) return;
    time = timer.at;
    timer.wake();
    awaitIdle();
  }

  function after(ms: number, action: () => void): () => void {
    const at = time + Math.max(0, ms);
    const timer: Timer = { at, order: asked++, wake: action, cancelled: false };
    // What never comes has no instant to jump to.
    if (Number.isFinite(at)) queue.add(timer);
    awaitIdle();
    return () => {
      timer.cancelled = true;
    };
  }

  const sleep = (ms: number) => new Promise<void>((resolve) => void after(ms, resolve));

  async function standStillFor<T>(work: Promise<T>): Promise<T> {
    holds += 1;
    if (turn !== undefined) clearImmediate(turn);
    turn = undefined;
    try {
      return await work;
    } finally {
      holds -= 1;
      awaitIdle();
    }
  }

  return { now: () => time, sleep, after, standStillFor };
}
