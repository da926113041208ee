import { trimInvisible } from '../../omniscope/trim.ts';
import { invalidInput } from './field.ts';

/**
 * Readers of plain values. Zapier hands text over as it was typed and other values as it has
 * converted them; the command line and older Zaps hand over text.
 */

/** Whether a field was left empty, or holds nothing that can be seen. */
export function isBlank(value: unknown): boolean {
  return (
    value === undefined ||
    value === null ||
    (typeof value === 'string' && trimInvisible(value) === '')
  );
}

/** The text of a plain value without invisible characters at its ends; a list or an object has none. */
export function scalarText(value: unknown): string {
  return isScalar(value) ? trimInvisible(String(value)) : '';
}

export function isScalar(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

/** Longer than any name, and short enough for every server and log. */
const DEFAULT_LIMIT = 1_000;

/** @throws OmniscopeError invalid-input when it is no text, or too long */
export function parseOptionalText(
  value: unknown,
  label: string,
  limit = DEFAULT_LIMIT,
): string | null {
  if (isBlank(value)) return null;
  if (typeof value !== 'string' && typeof value !== 'number')
    throw invalidInput(label, 'plain text');
  const text = scalarText(value);
  // Half of a surrogate pair is no character and cannot be written in an address.
  if (/\p{Cs}/u.test(text)) throw invalidInput(label, 'plain text');
  if (text.length > limit) throw invalidInput(label, `at most ${limit} characters`);
  return text;
}

/** @throws OmniscopeError invalid-input when it is blank, no text, or too long */
export function parseRequiredText(value: unknown, label: string, limit = DEFAULT_LIMIT): string {
  const text = parseOptionalText(value, label, limit);
  if (text === null) throw invalidInput(label, `a value for "${label}"`);
  return text;
}

/**
 * The name of a parameter as it was typed or chosen: spaces at its ends may be part of it.
 *
 * @throws OmniscopeError invalid-input
 */
export function parseOptionalName(value: unknown, label: string): string | null {
  return parseOptionalText(value, label) === null ? null : pastedName(String(value));
}

/** A name without the format characters that came with it from a web page or a mail. */
export function pastedName(name: string): string {
  const visible = trimInvisible(name);
  return visible === name.trim() ? name : visible;
}

/** A list; a single value is a list of one. */
export function toList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}

const TRUE_WORDS = new Set(['true', 'yes', 'on', '1']);
const FALSE_WORDS = new Set(['false', 'no', 'off', '0']);

/** Null for anything but a word that means true or false, in any letter case. */
export function parseBooleanWord(value: unknown): boolean | null {
  const word = scalarText(value).toLowerCase();
  if (TRUE_WORDS.has(word)) return true;
  return FALSE_WORDS.has(word) ? false : null;
}
