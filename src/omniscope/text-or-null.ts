import * as z from 'zod/mini';

/**
 * Reads a field that is not relied on: null where it is missing or is no text. zod's own `catch` does the
 * same and takes 10 kB of the bundle with it, which each cold start would read.
 */
export function textOrNull() {
  return z.pipe(
    z.optional(z.unknown()),
    z.transform((value) => (typeof value === 'string' ? value : null)),
  );
}
