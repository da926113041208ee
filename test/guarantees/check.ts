/** How properties are run: from a seed that can be given, and that every failure names. */
import fc from 'fast-check';

/**
 * `GUARANTEES_SEED` repeats a run. `GUARANTEES_RUNS` is the number of schedules that are run in all; the
 * default is what a suite has time for.
 */
const { GUARANTEES_SEED, GUARANTEES_RUNS = '2000' } = process.env;
export const SEED = GUARANTEES_SEED === undefined ? Date.now() % 2 ** 31 : Number(GUARANTEES_SEED);

/** Work is bounded by its count: this strikes only where something hangs. */
export const LIMIT_MS = 3_600_000;

/** The schedules of one property: its share of all. */
export function runs(share: number): number {
  return Math.ceil(share * Number(GUARANTEES_RUNS));
}

/** Fails with the smallest case that fast-check finds, its seed and path. */
export async function holds<Value>(
  values: fc.Arbitrary<Value>,
  numRuns: number,
  rule: (value: Value) => Promise<void> | void,
): Promise<void> {
  await fc.assert(
    fc.asyncProperty(values, async (value) => rule(value)),
    { numRuns, seed: SEED },
  );
}
