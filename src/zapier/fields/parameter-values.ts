import type { ParameterUpdate } from '../../omniscope/parameters.ts';
import { trimInvisible } from '../../omniscope/trim.ts';
import { invalidInput } from './field.ts';
import { isIsoDayOrTime } from './iso-time.ts';
import type { FieldKind } from './parameter-key.ts';
import { isScalar, parseBooleanWord, scalarText } from './plain-values.ts';

type Value = ParameterUpdate['value'];

/** A value of the dict, whose parameter's type is not known: text and numbers pass as they are. */
export function parseUntypedValue(value: unknown): Value {
  // What an earlier step maps in whole may be a list or an object.
  return isScalar(value) ? value : JSON.stringify(value);
}

/**
 * Reads the value of a parameter's own field strictly: what is not of its type is rejected in words,
 * and nothing is rounded or shifted.
 *
 * @param label the parameter's name, for the error
 * @throws OmniscopeError invalid-input
 */
export function parseTypedValue(
  kind: Exclude<FieldKind, 'file'>,
  label: string,
  value: unknown,
): Value {
  switch (kind) {
    case 'number':
      return parseNumber(label, value);
    case 'boolean':
      return parseBoolean(label, value);
    case 'date':
      return parseDate(label, value);
    case 'text':
      return parseUntypedValue(value);
  }
}

/** Plain or exponent form, no thousands separators, no hexadecimal. */
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,4})?$/i;
/** More significant digits than a JavaScript number is sure to hold. */
const EXACT_DIGITS = 15;

/** A number; as text where JavaScript would change it (documented: the server coerces text). */
function parseNumber(label: string, value: unknown): Value {
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  const text = scalarText(value);
  const number = NUMBER.test(text) ? Number(text) : Number.NaN;
  if (!Number.isFinite(number)) {
    throw invalidInput(label, 'a number such as 12, -3.5 or 1e6, without separators or units');
  }
  const mantissa = text.replace(/e.*$/i, '').replace(/\D/g, '');
  const digits = mantissa.replace(/^0+/, '');
  const isExact = digits.length <= EXACT_DIGITS && (number !== 0 || digits === '');
  return isExact ? number : text;
}

function parseBoolean(label: string, value: unknown): boolean {
  const parsed = parseBooleanWord(value);
  if (parsed === null) throw invalidInput(label, 'true or false');
  return parsed;
}

/** Sent as it was typed: no time, no zone and no other form is made of it. */
function parseDate(label: string, value: unknown): string {
  const text = typeof value === 'string' ? trimInvisible(value) : '';
  if (!isIsoDayOrTime(text)) {
    throw invalidInput(label, 'a day such as 2026-10-31, or a time such as 2026-10-31T09:00:00Z');
  }
  return text;
}
