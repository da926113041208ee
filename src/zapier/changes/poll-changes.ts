import type { ProjectPath } from '../../omniscope/project-path.ts';
import type { Connection } from '../connection.ts';
import { fingerprint, type Memory } from '../memory.ts';
import type { Runtime } from '../runtime.ts';
import { type ChangeLog, compare, newLog, type ParameterReading, readLog } from './change-log.ts';

/**
 * Kept for a month beyond the last poll. A log that has been forgotten all the same begins anew with
 * the values of that moment: an unchanged value never triggers, at the price of what changed while
 * nobody remembered.
 */
const LOG_LIFE_S = 30 * 24 * 60 * 60;

/** Brings a project's log up to date, and gives it. @throws MemoryUnavailable */
export async function pollChanges(
  memory: Memory,
  runtime: Runtime,
  connection: Connection,
  project: ProjectPath,
  reading: ParameterReading,
): Promise<ChangeLog> {
  const key = `changes:${fingerprint([connection.identity, project.segments])}`;
  const before = readLog(await memory.get(key)) ?? (await firstLog(memory, key, runtime, reading));
  const after = compare(before, reading);
  if (after !== before) await memory.set(key, after, LOG_LIFE_S);
  return after;
}

/** Of two Zaps that look for the first time at once, one makes the log and both go by it. */
async function firstLog(
  memory: Memory,
  key: string,
  runtime: Runtime,
  reading: ParameterReading,
): Promise<ChangeLog> {
  const log = newLog(runtime.randomHex(16), reading);
  if (await memory.claim(key, log, LOG_LIFE_S)) return log;
  return readLog(await memory.get(key)) ?? log;
}
