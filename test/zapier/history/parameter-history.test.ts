import { describe, expect, test } from '@jest/globals';
import type { Parameter, ParameterValue } from '../../../src/omniscope/parameters.ts';
import {
  changesFor,
  compare,
  newHistory,
  type ParameterHistory,
  sampleChanges,
} from '../../../src/zapier/history/parameter-history.ts';
import { parseHistory, toStoredHistory } from '../../../src/zapier/history/stored-history.ts';

const NOW = Date.UTC(2026, 0, 1);
const HOUR = 60 * 60 * 1000;

function having(values: Record<string, ParameterValue>): Parameter[] {
  return Object.entries(values).map(([name, value]) => ({ name, type: 'TEXT', value }));
}

/** The same, as read at this time. */
const read = (parameters: Parameter[], fetchedAt = NOW) => ({ parameters, fetchedAt });

const toJson = (log: ParameterHistory) => JSON.stringify(toStoredHistory(log));

/** The log as the next poll finds it. */
function throughCache(log: ParameterHistory): ParameterHistory {
  const stored = parseHistory(JSON.parse(toJson(log)));
  if (stored === null) throw new Error('the stored history was not read');
  return stored;
}

/** Polls an hour apart; the log goes through the cache each time. */
function poll(states: Record<string, ParameterValue>[]): {
  log: ParameterHistory;
  parameters: Parameter[];
} {
  const [first = {}, ...rest] = states;
  let log = throughCache(newHistory('log', read(having(first))));
  for (const [index, state] of rest.entries()) {
    log = throughCache(compare(log, read(having(state), NOW + index * HOUR)));
  }
  return { log, parameters: having(states.at(-1) ?? {}) };
}

function changes(states: Record<string, ParameterValue>[]) {
  const { log, parameters } = poll(states);
  return changesFor(log, parameters);
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

  test('is the same to two Zaps that poll at the same moment', () => {
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
    const [now] = changesFor(log, having({ p: long('2') }));
    expect(now?.value).toBe(long('2'));
    const [stale] = changesFor(log, having({ p: long('1') }));
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
    [false, null],
    [0, false],
    [7, '007'],
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

  test.each<[ParameterValue, ParameterValue]>([
    // zapier-platform-cli 132: keys in another order.
    ['{"a":1,"b":2}', '{"b":2,"a":1}'],
    ['[{"a":{"x":1,"y":[]}}]', '[ {"a": {"y": [], "x": 1}} ]'],
    ['{"n":7615917337495251231,"__proto__":1}', '{"__proto__":1,"n":7615917337495251231}'],
    [2026, '2026'],
    [true, 'true'],
    [null, ''],
  ])('is a value that a server gives back in another form: %j and %j', (before, after) => {
    expect(changes([{ p: before }, { p: after }])).toEqual([]);
  });

  test.each([
    ['{"a":1,"b":2}', '{"a":2,"b":1}'],
    ['[1,2]', '[2,1]'],
    ['{"a":1}', '[["a",1]]'],
    ['{"n":7615917337495251231}', '{"n":7615917337495251232}'],
    ['{"a":1', '{ "a":1'],
    [`${'['.repeat(60)}${']'.repeat(60)}`, ` ${'['.repeat(60)}${']'.repeat(60)}`],
  ])('but other JSON, and text that is no JSON, is one: %j and %j', (before, after) => {
    expect(changes([{ p: before }, { p: after }])).toHaveLength(1);
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

  test.each([
    ['short values, as many of which are kept as fit', 10],
    ['values of which digests alone are kept', 101],
  ])('of 5 000 parameters that have all changed stays below 256 kB: %s', (_, length) => {
    const all = (value: number) =>
      Object.fromEntries(
        Array.from({ length: 5_000 }, (_, i) => [
          `Spaltenüberschrift ${i}`,
          `${value}`.repeat(length),
        ]),
      );
    const { log } = poll([all(1), all(2)]);
    expect(Buffer.byteLength(toJson(log))).toBeLessThanOrEqual(256_000);
    expect(log.entries.size).toBe(5_000);
    expect(compare(log, read(having(all(2)), NOW + HOUR)).changes).toEqual(log.changes);
  });

  test('is bounded whatever the characters', () => {
    const all = (value: string) =>
      Object.fromEntries(
        Array.from({ length: 300 }, (_, i) => [`${i}${'\u0001'.repeat(99)}`, value]),
      );
    const { log } = poll(['A', 'B'].map((end) => all('\u0001'.repeat(90) + end)));
    expect(Buffer.byteLength(toJson(log))).toBeLessThanOrEqual(256_000);
    expect(log.changes.length).toBeGreaterThan(20);
  });

  test('lets go of what has been gone longest, never of what a project has', () => {
    const rename = (round: number) =>
      Object.fromEntries(Array.from({ length: 4_000 }, (_, i) => [`${round} ${i}`, 'A']));
    const { log } = poll([{ first: 'A' }, rename(1), { ...rename(2), kept: 'A' }]);
    expect(log.entries.size).toBe(6_000);
    const next = compare(log, read(having({ ...rename(2), first: 'B', kept: 'B' })));
    expect(next.changes.map(({ name }) => name)).toEqual(['kept']);
  });

  test.each(['__proto__', 'constructor', '', ' ', 'a"b', '📈'])('holds any name: %j', (name) => {
    const state = (value: string): Parameter[] => [{ name, type: 'TEXT', value }];
    const log = compare(throughCache(newHistory('log', read(state('A')))), read(state('B')));
    expect(changesFor(log, state('B'))).toMatchObject([{ name, previous_value: 'A' }]);
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
    expect(toJson(log).length).toBeLessThan(1_000);
  });

  test('is not given as the previous one, which would be half of it', () => {
    expect(changes([{ p: long }, { p: 'short' }])).toMatchObject([
      { value: 'short', previous_value: null },
    ]);
  });

  test('is shown whole in its own change alone', () => {
    const [latest, older] = changes([{ p: `${long}1` }, { p: `${long}2` }, { p: `${long}3` }]);
    expect(latest?.value).toBe(`${long}3`);
    expect(String(older?.value)).toHaveLength(100);
  });
});

test('an editor test shows each watched parameter as it is', () => {
  expect(sampleChanges(having({ b: null }))).toEqual([
    { id: expect.any(String), name: 'b', type: 'TEXT', value: null, previous_value: null },
  ]);
});
