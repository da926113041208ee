import { isProblem, Problem } from '../../omniscope/problem.ts';
import { isBlank, scalarText } from './plain-values.ts';

/**
 * How the plain inputs of an operation are read. Zapier gives most of them in their declared types;
 * the command line and older Zaps give text. `field` is the label that the user sees.
 */

/** @throws Problem input-refused when blank */
export function requiredText(value: unknown, field: string, limit = 1_000): string {
  if (isBlank(value)) throw refused(field, `a value for "${field}"`);
  return optionalText(value, field, limit) ?? '';
}

/** @throws Problem input-refused when it is no text, or longer than any server takes it */
export function optionalText(value: unknown, field: string, limit = 1_000): string | null {
  if (isBlank(value)) return null;
  if (typeof value !== 'string' && typeof value !== 'number') throw refused(field, 'plain text');
  const text = scalarText(value);
  // Half of a surrogate pair is no character, and cannot be written in an address.
  if (/\p{Cs}/u.test(text)) throw refused(field, 'plain text');
  if (text.length > limit) throw refused(field, `at most ${limit} characters`);
  return text;
}

/** @throws Problem input-refused for anything but yes or no; blank is the default */
export function flag(value: unknown, field: string, byDefault: boolean): boolean {
  if (isBlank(value)) return byDefault;
  const text = scalarText(value).toLowerCase();
  if (text === 'true' || text === 'yes' || text === '1') return true;
  if (text === 'false' || text === 'no' || text === '0') return false;
  throw refused(field, 'yes or no');
}

/** One of the given choices; blank is the first. @throws Problem input-refused */
export function choice<Choice extends string>(
  value: unknown,
  field: string,
  choices: readonly [Choice, ...Choice[]],
): Choice {
  if (isBlank(value)) return choices[0];
  const found = choices.find((option) => option === value);
  if (found === undefined) throw refused(field, `one of: ${choices.join(', ')}`);
  return found;
}

/** A list of names without blanks; a single text is a list of one. @throws Problem input-refused */
export function names(value: unknown, field: string): string[] {
  return listOf(value).flatMap((entry) => optionalText(entry, field) ?? []);
}

/**
 * The name of a parameter, as it was typed or chosen: spaces at its ends may be part of it.
 *
 * @throws Problem input-refused
 */
export function parameterName(value: unknown, field: string): string | null {
  return optionalText(value, field) === null ? null : String(value);
}

/** As `names`, for parameters. @throws Problem input-refused */
export function parameterNames(value: unknown, field: string): string[] {
  return listOf(value).flatMap((entry) => parameterName(entry, field) ?? []);
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}

/** @throws Problem input-refused for anything but a whole number in the range; blank is the default */
export function wholeNumber(
  value: unknown,
  field: string,
  range: { min: number; max: number; byDefault: number },
): number {
  if (isBlank(value)) return range.byDefault;
  const number = typeof value === 'number' ? value : Number(scalarText(value) || Number.NaN);
  if (!Number.isInteger(number) || number < range.min || number > range.max) {
    throw refused(field, `a whole number from ${range.min} to ${range.max}`);
  }
  return number;
}

/** Epoch milliseconds from an ISO 8601 time; blank is null. @throws Problem input-refused */
export function instant(value: unknown, field: string): number | null {
  if (isBlank(value)) return null;
  // Date.parse alone would make a date of nearly anything, such as a lone digit.
  const isIso = typeof value === 'string' && /^\s*\d{4}-\d{2}-\d{2}(T|\s|$)/.test(value);
  const time = isIso ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(time)) {
    throw refused(field, 'a date and time, or map it from the step that started the job');
  }
  return time;
}

/**
 * A path beside the project's own, refused by its own label rather than as if it were the project.
 *
 * @throws Problem input-refused
 */
export function otherPath<Path>(field: string, expected: string, parse: () => Path): Path {
  try {
    return parse();
  } catch (error) {
    throw isProblem(error, 'project-refused') ? refused(field, expected) : error;
  }
}

function refused(field: string, expected: string): Problem {
  return new Problem('input-refused', { field, expected });
}
