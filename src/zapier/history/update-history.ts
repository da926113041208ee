import type { ProjectPath } from '../../omniscope/paths.ts';
import type { Connection } from '../auth/connection.ts';
import type { Runtime } from '../platform/runtime.ts';
import { type StepCache, stableHash } from '../platform/step-cache.ts';
import {
  compare,
  newHistory,
  type ParameterHistory,
  type ParameterSnapshot,
  parseHistory,
} from './parameter-history.ts';

/**
 * Kept for a month beyond the last poll. A log that has been forgotten all the same begins anew with
 * the values of that moment: an unchanged value never triggers, at the price of what changed while
 * nobody remembered.
 */
const LOG_LIFE_S = 30 * 24 * 60 * 60;

/** Brings a project's log up to date, and gives it. @throws CacheUnavailableError */
export async function updateHistory(
  memory: StepCache,
  runtime: Runtime,
  connection: Connection,
  project: ProjectPath,
  reading: ParameterSnapshot,
): Promise<ParameterHistory> {
  const key = `changes:${stableHash([connection.identity, project.segments])}`;
  const before =
    parseHistory(await memory.get(key)) ?? (await createHistory(memory, key, runtime, reading));
  const after = compare(before, reading);
  if (after !== before) await memory.set(key, after, LOG_LIFE_S);
  return after;
}

/** Of two Zaps that look for the first time at once, one makes the log and both go by it. */
async function createHistory(
  memory: StepCache,
  key: string,
  runtime: Runtime,
  reading: ParameterSnapshot,
): Promise<ParameterHistory> {
  const log = newHistory(runtime.randomHex(16), reading);
  if (await memory.acquire(key, log, LOG_LIFE_S)) return log;
  return parseHistory(await memory.get(key)) ?? log;
}
