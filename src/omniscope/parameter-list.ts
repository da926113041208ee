import type { Sanitizer } from './http/sanitize-message.ts';

/** A parameter's value as the server keeps it. Documented: it may be null or absent. */
export type ParameterValue = string | number | boolean | null;

export interface Parameter {
  name: string;
  /** BOOLEAN, NUMBER, TEXT, DATE, FILE, FOLDER; others exist (unknown which) and count as text. */
  type: string;
  value: ParameterValue;
}

/**
 * Reads a list of parameters (documented: `paramValues`). An odd entry, or an odd field beside the name,
 * spoils nothing else; a name that is there twice counts once, with its last value, as a key of JSON does.
 * By hand, since a schema makes an error of each of a million wrong entries.
 *
 * @param sanitizer takes the connection's secrets out of names, types and values
 * @returns null where the JSON holds no such list, or nothing but odd entries
 */
export function parseParameterList(json: unknown, sanitizer: Sanitizer): Parameter[] | null {
  const { paramValues }: { paramValues?: unknown } = Object(json);
  if (!Array.isArray(paramValues)) return null;
  const parameters = new Map<string, Parameter>();
  for (const entry of paramValues) {
    const { name, type, value }: Record<string, unknown> = Object(entry);
    if (typeof name !== 'string') continue;
    const shownName = sanitizer.text(name);
    const parsed = parseValue(value);
    parameters.set(shownName, {
      name: shownName,
      type: (typeof type === 'string' && sanitizer.id(type)) || 'TEXT',
      value: typeof parsed === 'string' ? sanitizer.text(parsed) : parsed,
    });
  }
  return parameters.size === 0 && paramValues.length > 0 ? null : [...parameters.values()];
}

/** Values beyond the documented ones (a list, say) are shown as the JSON that they are. */
function parseValue(value: unknown): ParameterValue {
  if (value === undefined || value === null) return null;
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
    return value;
  }
  return isDeeperThan(value, DEPTH_LIMIT) ? null : JSON.stringify(value);
}

/** Deeper values would exhaust the stack of whatever reads them. */
const DEPTH_LIMIT = 500;

function isDeeperThan(value: unknown, limit: number): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; depth <= limit; depth += 1) {
    level = level.flatMap((each) =>
      typeof each === 'object' && each !== null ? Object.values(each) : [],
    );
    if (level.length === 0) return false;
  }
  return true;
}
