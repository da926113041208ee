/** How properties are run: from a seed that can be given, and that every failure names. */
import fc from 'fast-check';

/** `GUARANTEES_SEED` repeats a run; `GUARANTEES_RUNS` multiplies the number of schedules. */
const { GUARANTEES_SEED, GUARANTEES_RUNS = '1' } = process.env;
export const SEED = GUARANTEES_SEED === undefined ? Date.now() % 2 ** 31 : Number(GUARANTEES_SEED);

/** For a test of jest: a property takes seconds, and more on a machine that is shared. */
export const LIMIT_MS = 120_000;

/** Fails with the smallest case that fast-check finds, its seed and path. */
export async function holds<Value>(
  values: fc.Arbitrary<Value>,
  runs: number,
  rule: (value: Value) => Promise<void> | void,
): Promise<void> {
  const numRuns = Math.ceil(runs * Number(GUARANTEES_RUNS));
  await fc.assert(
    fc.asyncProperty(values, async (value) => rule(value)),
    { numRuns, seed: SEED },
  );
}
