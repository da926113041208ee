import type { Parameter, ParameterValue } from '../../omniscope/parameters.ts';
import { truncate } from '../../omniscope/truncate.ts';
import { digest, valueDigest } from './value-digest.ts';

/**
 * What is remembered of a project's parameters between polls: a digest of each value, how often it has
 * changed, and the latest changes, so that every Zap on a connection is given all of them and Zapier
 * drops, by their ids, those that a Zap has had.
 *
 * A change's id is made from the history it belongs to, the parameter and the number of the change, so
 * two Zaps that poll at the same moment make the same id of the same change, and a value that goes
 * from A to B and back to A makes two.
 */
export interface ParameterHistory {
  /** Tells this history from one that was forgotten: numbers begin anew with it. */
  readonly id: string;
  /** Epoch milliseconds at which the reading that it was brought up to date with began. */
  readonly fetchedAt: number;
  /** By the key of a parameter's name; those that the latest reading had come last. */
  readonly entries: ReadonlyMap<string, Entry>;
  /** The newest first. */
  readonly changes: readonly RememberedChange[];
}

export interface Entry {
  readonly digest: string;
  /** How often the value has changed. */
  readonly count: number;
  /** The value itself, where it is short; undefined where only its digest is remembered. */
  readonly value?: ParameterValue | undefined;
}

export interface RememberedChange {
  readonly id: string;
  /** The key of the parameter's name: the name below may be cut. */
  readonly key: string;
  readonly name: string;
  readonly type: string;
  readonly value: ParameterValue;
  readonly previous_value: ParameterValue;
  readonly at: number;
}

/** A project's parameters, and when (epoch milliseconds) their reading began. */
export interface ParameterSnapshot {
  parameters: readonly Parameter[];
  fetchedAt: number;
}

export type ParameterChange = {
  id: string;
  name: string;
  type: string;
  value: ParameterValue;
  previous_value: ParameterValue;
};

/** Zaps poll every 1 to 15 minutes; one that was held for longer than this has missed changes. */
const KEPT_MS = 24 * 60 * 60 * 1000;
/** Bounds what a project with much coming and going takes; Zapier itself holds more than 100 at a time. */
const KEPT_CHANGES = 200;
/** A step ends within 30 s; what is further back comes from a machine whose clock is wrong. */
const LONGEST_READING_MS = 60_000;
/** Longer values are compared by their digest, and remembered cut: Zapier's cache is no place for documents. */
const SHORT_TEXT = 100;

/** The first poll of a project: nothing has changed yet. */
export function newHistory(
  id: string,
  { parameters, fetchedAt }: ParameterSnapshot,
): ParameterHistory {
  const entries = new Map(parameters.map((each) => [keyOf(each.name), entryOf(each, 0)]));
  return { id, fetchedAt, entries, changes: [] };
}

/**
 * Compares a project's parameters with the history. A parameter that is new is remembered, not reported;
 * one that is gone keeps its place, so that its return with the same value is no change. A reading
 * that began before the history's own is out of date: a response took its time, and another Zap was faster.
 */
export function compare(
  history: ParameterHistory,
  { parameters, fetchedAt }: ParameterSnapshot,
): ParameterHistory {
  const late = history.fetchedAt - fetchedAt;
  if (late > 0 && late < LONGEST_READING_MS) return history;
  const entries = new Map(history.entries);
  const changes: RememberedChange[] = [];
  for (const parameter of parameters) {
    const key = keyOf(parameter.name);
    const before = entries.get(key);
    const after = entryOf(parameter, before === undefined ? 0 : before.count + 1);
    const isSame = before?.digest === after.digest;
    entries.delete(key);
    entries.set(key, isSame ? before : after);
    if (isSame || before === undefined || changes.length === KEPT_CHANGES) continue;
    changes.push({
      id: changeId(history, key, after),
      key,
      name: truncate(parameter.name, SHORT_TEXT),
      type: parameter.type,
      value: shortened(parameter.value),
      previous_value: before.value ?? null,
      at: fetchedAt,
    });
  }
  const recent = history.changes.filter(({ at }) => fetchedAt - at < KEPT_MS);
  return {
    id: history.id,
    fetchedAt,
    entries,
    changes: [...changes.reverse(), ...recent].slice(0, KEPT_CHANGES),
  };
}

/** The changes as a Zap gets them, the newest first, with whole values where they are still the current ones. */
export function changesFor(
  history: ParameterHistory,
  parameters: readonly Parameter[],
): ParameterChange[] {
  const current = new Map(parameters.map((parameter) => [keyOf(parameter.name), parameter]));
  return history.changes.map(({ id, key, name, type, value, previous_value }) => {
    const parameter = current.get(key);
    const entry = history.entries.get(key);
    const isCurrent =
      parameter !== undefined &&
      entry !== undefined &&
      id === changeId(history, key, entry) &&
      entry.digest === valueDigest(parameter.value);
    const shown = isCurrent ? parameter.value : value;
    return { id, name: parameter?.name ?? name, type, value: shown, previous_value };
  });
}

/** What an editor test shows: each parameter as if it had just got its value. */
export function sampleChanges(parameters: readonly Parameter[]): ParameterChange[] {
  return parameters.map(({ name, type, value }) => ({
    id: digest([name, value], ID_LENGTH),
    name,
    type,
    value,
    previous_value: null,
  }));
}

/** Eight characters are 48 bits: of six thousand names no two share a key by chance. */
const keyOf = (name: string) => digest(name, 8);
const ID_LENGTH = 24;

function entryOf({ value }: Parameter, count: number): Entry {
  const isShort = typeof value !== 'string' || value.length <= SHORT_TEXT;
  return { digest: valueDigest(value), count, value: isShort ? value : undefined };
}

function changeId({ id }: ParameterHistory, key: string, { count, digest: value }: Entry): string {
  return digest([id, key, count, value], ID_LENGTH);
}

function shortened(value: ParameterValue): ParameterValue {
  return typeof value === 'string' ? truncate(value, SHORT_TEXT) : value;
}
