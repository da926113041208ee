import type { ProjectPath } from '../../omniscope/paths.ts';
import type { Connection } from '../auth/connection.ts';
import { StepError } from '../errors/error-codes.ts';
import type { Runtime } from '../platform/runtime.ts';
import { CacheValueTooLargeError, type StepCache, stableHash } from '../platform/step-cache.ts';
import {
  compare,
  newHistory,
  type ParameterHistory,
  type ParameterSnapshot,
} from './parameter-history.ts';
import { MAX_PARAMETERS, parseHistory, toStoredHistory } from './stored-history.ts';

/**
 * Kept for a month beyond the last poll. A history that has been forgotten all the same begins anew with
 * the values of that moment: an unchanged value never triggers, at the price of what changed while
 * nothing was remembered.
 */
const HISTORY_LIFE_S = 30 * 24 * 60 * 60;

interface Watched {
  readonly connection: Connection;
  readonly project: ProjectPath;
  /** As the Zap names them; none for all. Zaps that watch the same names share a history. */
  readonly names: readonly string[];
}

/**
 * Brings the history of what a Zap watches up to date, and gives it.
 *
 * @param reading of the watched parameters alone
 * @throws CacheUnavailableError, and StepError too-many-parameters where the cache cannot hold their history
 */
export async function updateHistory(
  cache: StepCache,
  runtime: Runtime,
  { connection, project, names }: Watched,
  reading: ParameterSnapshot,
): Promise<ParameterHistory> {
  const count = reading.parameters.length;
  if (count > MAX_PARAMETERS) throw new StepError('too-many-parameters', { count });
  const watched = [...new Set(names)].sort();
  const key = `history:${stableHash([connection.identity, project.segments, watched])}`;
  try {
    const before =
      parseHistory(await cache.get(key)) ?? (await createHistory(cache, key, runtime, reading));
    const after = compare(before, reading);
    if (after !== before) await cache.set(key, toStoredHistory(after), HISTORY_LIFE_S);
    return after;
  } catch (error) {
    if (!(error instanceof CacheValueTooLargeError)) throw error;
    throw new StepError('too-many-parameters', { count });
  }
}

/** Of two Zaps that poll for the first time at once, one makes the history and both go by it. */
async function createHistory(
  cache: StepCache,
  key: string,
  runtime: Runtime,
  reading: ParameterSnapshot,
): Promise<ParameterHistory> {
  const history = newHistory(runtime.randomHex(16), reading);
  if (await cache.acquire(key, toStoredHistory(history), HISTORY_LIFE_S)) return history;
  return parseHistory(await cache.get(key)) ?? history;
}
