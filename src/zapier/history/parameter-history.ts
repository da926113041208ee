import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import { lazy } from '../../omniscope/lazy.ts';
import type { Parameter, ParameterValue } from '../../omniscope/parameters.ts';
import { truncate } from '../../omniscope/truncate.ts';

/**
 * What is remembered of a project's parameters between polls: the value of each, how often it has
 * changed, and the latest changes, so that every Zap on a connection is given all of them and Zapier
 * drops, by their ids, those that a Zap has had.
 *
 * A change's id is made from the log it belongs to, the parameter and the number of the change, so
 * two Zaps that poll at the same moment make the same id of the same change, and a value that goes
 * from A to B and back to A makes two.
 */
const historySchema = lazy(() => {
  const value = z.nullable(z.union([z.string(), z.number(), z.boolean()]));
  return z.object({
    /** Epoch milliseconds at which the reading that it was brought up to date with began. */
    fetchedAt: z.number(),
    /** Tells this log from one that was forgotten: numbers begin anew with it. */
    id: z.string(),
    values: z.array(
      z.object({
        name: z.string(),
        digest: z.string(),
        value,
        /** How often it has changed. */
        count: z.number(),
      }),
    ),
    changes: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        type: z.string(),
        value,
        previous_value: value,
        at: z.number(),
      }),
    ),
  });
});
export type ParameterHistory = z.infer<ReturnType<typeof historySchema>>;
type Entry = ParameterHistory['values'][number];

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
/** Bounds the memory that a project with much coming and going takes. */
const KEPT_CHANGES = 200;
/** A step ends within 30 s; what is further back comes from a machine whose clock is wrong. */
const LONGEST_READING_MS = 60_000;
/** Longer values are compared by their digest, and shown cut: Zapier's cache is no place for documents. */
const VALUE_LIMIT = 500;

/** Reads a log from the cache; null where there is none, or none that makes sense. */
export function parseHistory(value: unknown): ParameterHistory | null {
  const { success, data } = historySchema().safeParse(value);
  return success ? data : null;
}

/** The first look at a project: nothing has changed yet. */
export function newHistory(
  id: string,
  { parameters, fetchedAt }: ParameterSnapshot,
): ParameterHistory {
  return {
    id,
    fetchedAt,
    values: parameters.map((parameter) => entryOf(parameter, 0)),
    changes: [],
  };
}

/**
 * Compares a project's parameters with the log. A parameter that is new is remembered, not reported;
 * one that is gone keeps its place, so that its return with the same value is no change. A reading
 * that began before the log's own is out of date: an answer took its time, and another Zap was faster.
 */
export function compare(
  log: ParameterHistory,
  { parameters, fetchedAt }: ParameterSnapshot,
): ParameterHistory {
  const late = log.fetchedAt - fetchedAt;
  if (late > 0 && late < LONGEST_READING_MS) return log;
  const entries = entriesByName(log);
  const changes = log.changes.filter(({ at }) => fetchedAt - at < KEPT_MS);
  for (const parameter of parameters) {
    const { name, type } = parameter;
    const before = entries.get(name);
    const after = entryOf(parameter, before === undefined ? 0 : before.count + 1);
    if (before?.digest === after.digest) continue;
    entries.set(name, after);
    if (before === undefined) continue;
    changes.unshift({
      id: changeId(log, after),
      name,
      type,
      value: after.value,
      previous_value: before.value,
      at: fetchedAt,
    });
  }
  const values = [...entries.values()];
  return { id: log.id, fetchedAt, values, changes: changes.slice(0, KEPT_CHANGES) };
}

/** The changes as a Zap gets them, newest first; `watched` none means all. */
export function changesFor(
  log: ParameterHistory,
  parameters: readonly Parameter[],
  watched: readonly string[],
): ParameterChange[] {
  const entries = entriesByName(log);
  const current = new Map(parameters.map(({ name, value }) => [name, value]));
  return log.changes
    .filter(({ name }) => watched.length === 0 || watched.includes(name))
    .map(({ id, name, type, value, previous_value }) => {
      const entry = entries.get(name);
      const whole = current.get(name);
      // A value too long to keep is shown whole as long as its change is the latest.
      const isLatest = entry !== undefined && id === changeId(log, entry);
      const isWhole = isLatest && whole !== undefined && digest(whole) === entry.digest;
      const shown = isWhole ? whole : value;
      return { id, name, type, value: shown, previous_value };
    });
}

/** What an editor test shows: each parameter as if it had just got its value. */
export function sampleChanges(
  parameters: readonly Parameter[],
  watched: readonly string[],
): ParameterChange[] {
  return parameters
    .filter(({ name }) => watched.length === 0 || watched.includes(name))
    .map(({ name, type, value }) => ({
      id: digest([name, value]),
      name,
      type,
      value,
      previous_value: null,
    }));
}

function entryOf({ name, value }: Parameter, count: number): Entry {
  return { name, digest: digest(value), value: shortened(value), count };
}

function entriesByName(log: ParameterHistory): Map<string, Entry> {
  return new Map(log.values.map((entry) => [entry.name, entry]));
}

function changeId(log: ParameterHistory, { name, count, digest: value }: Entry): string {
  return digest([log.id, name, count, value]);
}

function digest(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 24);
}

function shortened(value: ParameterValue): ParameterValue {
  return typeof value === 'string' ? truncate(value, VALUE_LIMIT) : value;
}
