/** As deep as any table of results is nested, and far from exhausting the stack of what reads it later. */
const MAX_DEPTH = 50;
/** Objects, lists and values together; 5 000 rows of 50 columns are half of it. */
const MAX_VALUES = 500_000;

/**
 * A copy of a JSON value that is safe to hand on: nested 50 levels deep at most, of bounded size, and
 * without keys named `__proto__`, which become an object's prototype when they are copied.
 * Null where the value is larger than that.
 *
 * @param toShown what is handed on of each text and key
 */
export function boundJson(
  value: unknown,
  toShown: (text: string) => string = (text) => text,
): { value: unknown } | null {
  const budget = { values: MAX_VALUES, toShown };
  const copied = copy(value, MAX_DEPTH, budget);
  return budget.values < 0 ? null : { value: copied };
}

interface Budget {
  values: number;
  readonly toShown: (text: string) => string;
}

/** An exhausted budget ends the copying; what has been copied by then is of no use. */
function copy(value: unknown, depth: number, budget: Budget): unknown {
  budget.values -= 1;
  if (typeof value === 'string') return budget.toShown(value);
  if (value === null || typeof value !== 'object') return value;
  if (depth === 0) budget.values = -1;
  if (budget.values < 0) return null;
  if (Array.isArray(value)) return value.map((entry) => copy(entry, depth - 1, budget));
  const target: Record<string, unknown> = {};
  for (const [key, entry] of Object.entries(value)) {
    const shownKey = budget.toShown(key);
    if (shownKey !== '__proto__') target[shownKey] = copy(entry, depth - 1, budget);
  }
  return target;
}
