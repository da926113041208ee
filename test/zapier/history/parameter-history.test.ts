import { describe, expect, test } from '@jest/globals';
import type { Parameter, ParameterValue } from '../../../src/omniscope/parameters.ts';
import {
  changesFor,
  compare,
  newHistory,
  type ParameterHistory,
  parseHistory,
  sampleChanges,
} from '../../../src/zapier/history/parameter-history.ts';

const NOW = Date.UTC(2026, 0, 1);
const HOUR = 60 * 60 * 1000;

function having(values: Record<string, ParameterValue>): Parameter[] {
  return Object.entries(values).map(([name, value]) => ({ name, type: 'TEXT', value }));
}

/** The same, as read at this time. */
const read = (parameters: Parameter[], fetchedAt = NOW) => ({ parameters, fetchedAt });

/** Polls an hour apart; the log goes through the cache as JSON each time. */
function poll(states: Record<string, ParameterValue>[]): {
  log: ParameterHistory;
  parameters: Parameter[];
} {
  const [first = {}, ...rest] = states;
  let log = newHistory('log', read(having(first)));
  for (const [index, state] of rest.entries()) {
    log = compare(JSON.parse(JSON.stringify(log)), read(having(state), NOW + index * HOUR));
  }
  return { log, parameters: having(states.at(-1) ?? {}) };
}

function changes(states: Record<string, ParameterValue>[], watched: string[] = []) {
  const { log, parameters } = poll(states);
  return changesFor(log, parameters, watched);
}
const inShort = (list: ReturnType<typeof changes>) =>
  list.map(({ name, previous_value, value }) => `${name}: ${previous_value} → ${value}`);

describe('a change', () => {
  test('is one for each time that a value changes, the newest first', () => {
    const list = changes([{ p: 'A' }, { p: 'B' }, { p: 'B' }, { p: 'A' }, { p: 'B' }]);
    expect(inShort(list)).toEqual(['p: A → B', 'p: B → A', 'p: A → B']);
    expect(new Set(list.map(({ id }) => id)).size).toBe(3);
  });

  test('keeps its id as long as it is remembered', () => {
    const [before] = changes([{ p: 'A' }, { p: 'B' }]);
    const later = changes([{ p: 'A' }, { p: 'B' }, { p: 'B' }, { p: 'C' }]);
    expect(later.map(({ id }) => id)).toContain(before?.id);
  });

  test('is the same to two Zaps that look at the same moment', () => {
    const log = newHistory('log', read(having({ p: 'A' })));
    const [one, two] = [0, 3].map((delay) => compare(log, read(having({ p: 'B' }), NOW + delay)));
    const id = (of: ParameterHistory | undefined) => of?.changes[0]?.id;
    expect(id(one)).toBe(id(two));
    expect(id(one)).toEqual(expect.any(String));
  });

  test('is not made up by a reading that began before the log’s own, and came later', () => {
    const changed = compare(
      newHistory('log', read(having({ p: 'X' }))),
      read(having({ p: 'Y' }), NOW + 9),
    );
    expect(compare(changed, read(having({ p: 'X' }), NOW + 8))).toBe(changed);
  });

  test('is seen although another machine’s clock went an hour ahead', () => {
    const ahead = newHistory('log', read(having({ p: 'X' }), NOW + HOUR));
    expect(compare(ahead, read(having({ p: 'Y' }))).changes).toHaveLength(1);
  });

  test('is shown as it was remembered where a reading is out of date', () => {
    const long = (end: string) => 'x'.repeat(600) + end;
    const log = compare(
      newHistory('log', read(having({ p: long('1') }))),
      read(having({ p: long('2') })),
    );
    const [now] = changesFor(log, having({ p: long('2') }), []);
    expect(now?.value).toBe(long('2'));
    const [stale] = changesFor(log, having({ p: long('1') }), []);
    expect(String(stale?.value).length).toBeLessThan(600);
  });

  test('is another one after the memory was lost', () => {
    const again = compare(
      newHistory('another log', read(having({ p: 'A' }))),
      read(having({ p: 'B' })),
    );
    expect(again.changes[0]?.id).not.toBe(changes([{ p: 'A' }, { p: 'B' }])[0]?.id);
  });

  test.each<[ParameterValue, ParameterValue]>([
    [null, ''],
    [1, '1'],
    [false, null],
    [0, false],
    ['a', 'A'],
    ['a', 'a '],
  ])('is seen between %j and %j', (before, after) => {
    expect(changes([{ p: before }, { p: after }])).toMatchObject([
      { value: after, previous_value: before },
    ]);
  });
});

describe('no change', () => {
  test('is a first look, a new parameter, and a parameter’s return', () => {
    expect(changes([{ p: 'A' }])).toEqual([]);
    expect(changes([{ p: 'A' }, { p: 'A', q: 'B' }])).toEqual([]);
    expect(changes([{ p: 'A', q: 'B' }, { p: 'A' }, { p: 'A', q: 'B' }])).toEqual([]);
  });

  test('but a return with another value is one', () => {
    expect(inShort(changes([{ q: 'B' }, {}, { q: 'C' }]))).toEqual(['q: B → C']);
  });
});

describe('memory', () => {
  test('gives a day’s changes to a Zap that was held, and forgets older ones', () => {
    const flips = Array.from({ length: 30 }, (_, index) => ({ p: index }));
    expect(changes(flips)).toHaveLength(24);
  });

  test('is bounded where a project has much coming and going', () => {
    const many = (value: number) =>
      Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`p${index}`, value]));
    expect(changes([many(1), many(2)])).toHaveLength(200);
  });

  test.each(['__proto__', 'constructor', '', ' ', 'a"b', '📈'])('holds any name: %j', (name) => {
    const state = (value: string): Parameter[] => [{ name, type: 'TEXT', value }];
    const stored = JSON.stringify(newHistory('log', read(state('A'))));
    const log = compare(
      parseHistory(JSON.parse(stored)) ?? newHistory('', read([])),
      read(state('B')),
    );
    expect(changesFor(log, state('B'), [name])).toMatchObject([{ name, previous_value: 'A' }]);
  });

  test.each([undefined, null, 7, 'text', {}, { id: 'x', values: {}, changes: [] }])(
    'that makes no sense is none: %j',
    (value) => {
      expect(parseHistory(value)).toBeNull();
    },
  );
});

describe('a long value', () => {
  const long = 'x'.repeat(10_000);
  test('is compared whole, and kept short', () => {
    const { log } = poll([{ p: `${long}1` }, { p: `${long}2` }]);
    expect(log.changes).toHaveLength(1);
    expect(JSON.stringify(log).length).toBeLessThan(3_000);
  });

  test('is shown whole in its own change alone', () => {
    const [latest, older] = changes([{ p: `${long}1` }, { p: `${long}2` }, { p: `${long}3` }]);
    expect(latest?.value).toBe(`${long}3`);
    expect(String(older?.value)).toHaveLength(500);
  });
});

test('a Zap that watches names is given theirs alone', () => {
  const states = [
    { a: 1, b: 1 },
    { a: 2, b: 2 },
  ];
  expect(inShort(changes(states, ['b']))).toEqual(['b: 1 → 2']);
  expect(changes(states, ['c'])).toEqual([]);
});

test('an editor test shows each watched parameter as it is', () => {
  const list = sampleChanges(having({ a: 1, b: null }), ['b']);
  expect(list).toEqual([
    { id: expect.any(String), name: 'b', type: 'TEXT', value: null, previous_value: null },
  ]);
  expect(sampleChanges(having({ a: 1, b: null }), [])).toHaveLength(2);
});
