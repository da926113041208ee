/** Who is to be woken when, the earliest first; at the same instant in the order of asking. */

export interface Timer {
  readonly at: number;
  readonly order: number;
  readonly wake: () => void;
  /** Cancelled timers stay in the queue until their turn and are passed over then. */
  cancelled: boolean;
}

export interface TimerQueue {
  add(timer: Timer): void;
  /** Takes out the next timer that is not cancelled. */
  take(): Timer | undefined;
}

/** A binary heap: thousands of runs at once have tens of thousands of timers. */
export function createTimerQueue(): TimerQueue {
  const heap: Timer[] = [];

  function add(timer: Timer): void {
    let place = heap.length;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      const above = heap[parent];
      if (above === undefined || !isBefore(timer, above)) break;
      heap[place] = above;
      place = parent;
    }
    heap[place] = timer;
  }

  function takeFirst(): Timer | undefined {
    const first = heap[0];
    const last = heap.pop();
    if (first === undefined || last === undefined || heap.length === 0) return first;
    let place = 0;
    for (;;) {
      const child = smallerChild(place);
      const below = heap[child];
      if (below === undefined || !isBefore(below, last)) break;
      heap[place] = below;
      place = child;
    }
    heap[place] = last;
    return first;
  }

  function smallerChild(place: number): number {
    const [left, right] = [heap[2 * place + 1], heap[2 * place + 2]];
    return left !== undefined && right !== undefined && isBefore(right, left)
      ? 2 * place + 2
      : 2 * place + 1;
  }

  return {
    add,
    take() {
      let next = takeFirst();
      while (next?.cancelled) next = takeFirst();
      return next;
    },
  };
}

function isBefore(one: Timer, other: Timer): boolean {
  return one.at < other.at || (one.at === other.at && one.order < other.order);
}
