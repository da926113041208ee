/** Which values a parameter of each type takes, and what they become. */
import type { Assumptions } from './assumptions.ts';
import type { ParameterType, ParameterValue } from './fixture.ts';

export type Converted =
  | { readonly ok: true; readonly value: ParameterValue }
  | { readonly ok: false; readonly reason: string };

/** A number as JSON and Java write it: no blanks, no hexadecimal, no thousands separators. */
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
/** Assumption: ISO 8601: a day, or a day with a time, with or without a zone. */
const DATE =
  /^(\d{4})-(\d{2})-(\d{2})(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/;

/**
 * Documented: values arrive as native booleans and numbers, or all as strings, which the server coerces.
 * FILE, FOLDER and types that are not documented take what TEXT takes.
 */
export function convertValue(
  type: ParameterType,
  value: ParameterValue,
  assumptions: Pick<Assumptions, 'coerceStrings' | 'nullValue'>,
): Converted {
  if (value === null) {
    return assumptions.nullValue === 'clears' ? accept(null) : refuse('a value is required');
  }
  const native = typeof value !== 'string' || assumptions.coerceStrings ? value : null;
  switch (type) {
    case 'BOOLEAN':
      return toBoolean(native);
    case 'NUMBER':
      return toNumber(native);
    case 'DATE':
      return toDate(value);
    default:
      return accept(String(value));
  }
}

function toBoolean(value: ParameterValue): Converted {
  if (typeof value === 'boolean') return accept(value);
  const word = typeof value === 'string' ? value.toLowerCase() : '';
  if (word === 'true' || word === 'false') return accept(word === 'true');
  return refuse('true or false is required');
}

function toNumber(value: ParameterValue): Converted {
  if (typeof value === 'number') return accept(value);
  if (typeof value === 'string' && NUMBER.test(value)) return accept(Number(value));
  return refuse('a number is required');
}

function toDate(value: ParameterValue): Converted {
  const parts = typeof value === 'string' ? DATE.exec(value) : null;
  if (typeof value !== 'string' || parts === null || Number.isNaN(Date.parse(value))) {
    return refuse('a date such as 2026-11-30 is required');
  }
  // Date.parse takes 31 February for 3 March.
  const [, year, month, day] = parts;
  const midnight = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  if (midnight.getUTCDate() !== Number(day)) return refuse('the calendar has no such day');
  return accept(value);
}

function accept(value: ParameterValue): Converted {
  return { ok: true, value };
}

function refuse(reason: string): Converted {
  return { ok: false, reason };
}
