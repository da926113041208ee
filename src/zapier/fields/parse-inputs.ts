import { hasCode, OmniscopeError } from '../../omniscope/errors.ts';
import { isBlank, scalarText } from './plain-values.ts';

/**
 * How the plain inputs of an operation are read. Zapier gives most of them in their declared types;
 * the command line and older Zaps give text. `field` is the label that the user sees.
 */

/** @throws OmniscopeError invalid-input when blank */
export function parseRequiredText(value: unknown, field: string, limit = 1_000): string {
  if (isBlank(value)) throw invalid(field, `a value for "${field}"`);
  return parseOptionalText(value, field, limit) ?? '';
}

/** @throws OmniscopeError invalid-input when it is no text, or longer than any server takes it */
export function parseOptionalText(value: unknown, field: string, limit = 1_000): string | null {
  if (isBlank(value)) return null;
  if (typeof value !== 'string' && typeof value !== 'number') throw invalid(field, 'plain text');
  const text = scalarText(value);
  // Half of a surrogate pair is no character, and cannot be written in an address.
  if (/\p{Cs}/u.test(text)) throw invalid(field, 'plain text');
  if (text.length > limit) throw invalid(field, `at most ${limit} characters`);
  return text;
}

/** @throws OmniscopeError invalid-input for anything but yes or no; blank is the default */
export function parseBoolean(value: unknown, field: string, defaultValue: boolean): boolean {
  if (isBlank(value)) return defaultValue;
  const text = scalarText(value).toLowerCase();
  if (text === 'true' || text === 'yes' || text === '1') return true;
  if (text === 'false' || text === 'no' || text === '0') return false;
  throw invalid(field, 'yes or no');
}

/** One of the given choices; blank is the first. @throws OmniscopeError invalid-input */
export function parseChoice<Choice extends string>(
  value: unknown,
  field: string,
  choices: readonly [Choice, ...Choice[]],
): Choice {
  if (isBlank(value)) return choices[0];
  const found = choices.find((option) => option === value);
  if (found === undefined) throw invalid(field, `one of: ${choices.join(', ')}`);
  return found;
}

/** A list of names without blanks; a single text is a list of one. @throws OmniscopeError invalid-input */
export function parseStringList(value: unknown, field: string): string[] {
  return listOf(value).flatMap((entry) => parseOptionalText(entry, field) ?? []);
}

/**
 * The name of a parameter, as it was typed or chosen: spaces at its ends may be part of it.
 *
 * @throws OmniscopeError invalid-input
 */
export function parseParameterName(value: unknown, field: string): string | null {
  return parseOptionalText(value, field) === null ? null : String(value);
}

/** As `names`, for parameters. @throws OmniscopeError invalid-input */
export function parseParameterNames(value: unknown, field: string): string[] {
  return listOf(value).flatMap((entry) => parseParameterName(entry, field) ?? []);
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}

/** @throws OmniscopeError invalid-input for anything but a whole number in the range; blank is the default */
export function parseInteger(
  value: unknown,
  field: string,
  range: { min: number; max: number; defaultValue: number },
): number {
  if (isBlank(value)) return range.defaultValue;
  const number = typeof value === 'number' ? value : Number(scalarText(value) || Number.NaN);
  if (!Number.isInteger(number) || number < range.min || number > range.max) {
    throw invalid(field, `a whole number from ${range.min} to ${range.max}`);
  }
  return number;
}

/** Epoch milliseconds from an ISO 8601 time; blank is null. @throws OmniscopeError invalid-input */
export function parseInstant(value: unknown, field: string): number | null {
  if (isBlank(value)) return null;
  // Date.parse alone would make a date of nearly anything, such as a lone digit.
  const isIso = typeof value === 'string' && /^\s*\d{4}-\d{2}-\d{2}(T|\s|$)/.test(value);
  const time = isIso ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(time)) {
    throw invalid(field, 'a date and time, or map it from the step that started the job');
  }
  return time;
}

/**
 * A path beside the project's own, refused by its own label rather than as if it were the project.
 *
 * @throws OmniscopeError invalid-input
 */
export function relabelPathError<Path>(field: string, expected: string, parse: () => Path): Path {
  try {
    return parse();
  } catch (error) {
    throw hasCode(error, 'invalid-project') ? invalid(field, expected) : error;
  }
}

function invalid(field: string, expected: string): OmniscopeError {
  return new OmniscopeError('invalid-input', { field, expected });
}
