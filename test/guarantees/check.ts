/** How properties are run: from a seed that can be given, and that every failure names. */
import { jest } from '@jest/globals';
import fc from 'fast-check';
import { SEED } from '../harness/seed.ts';

/**
 * `GUARANTEES_RUNS` says how many random cases are run for each thousand
 * that a property names; the default is what the suite has time for.
 */
const { GUARANTEES_RUNS = '300' } = process.env;

// Work is bounded by its count: this strikes only where something hangs, at night too.
jest.setTimeout(3_600_000);

/** Fails with the smallest case that fast-check finds, its seed and path. */
export async function holds<Value>(
  values: fc.Arbitrary<Value>,
  usualRuns: number,
  rule: (value: Value) => Promise<void> | void,
): Promise<void> {
  await fc.assert(
    fc.asyncProperty(values, async (value) => rule(value)),
    { numRuns: Math.ceil((usualRuns * Number(GUARANTEES_RUNS)) / 1000), seed: SEED },
  );
}
