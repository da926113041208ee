import { canonicalDecimal, parseExactJson } from './exact-json.ts';
import type { ParameterValue } from './parameters.ts';

/**
 * Whether a parameter that was set to `sent` and now reads `read` still has the value it was given.
 * Compared by meaning, since a server may give a value back in another form (assumption: which forms
 * is not documented): 2026 and "2026", true and "true", null and "", a day with or without a time of
 * midnight, one moment in two notations, JSON with its keys in another order.
 */
export function isSameValue(sent: ParameterValue, read: ParameterValue): boolean {
  const [left, right] = [toText(sent), toText(read)];
  return (
    left === right ||
    isSameNumber(left, right) ||
    isSameBoolean(sent, read) ||
    isSameTime(left, right) ||
    isSameJson(left, right)
  );
}

function toText(value: ParameterValue): string {
  return value === null ? '' : String(value).replace(/\r\n?/g, '\n');
}

function isSameNumber(left: string, right: string): boolean {
  const number = canonicalDecimal(left.trim());
  return number !== null && number === canonicalDecimal(right.trim());
}

const BOOLEAN_WORDS = new Map([
  ...['true', 'yes', 'on', '1'].map((word): [string, boolean] => [word, true]),
  ...['false', 'no', 'off', '0'].map((word): [string, boolean] => [word, false]),
]);

/** Where one side is a boolean, any boolean word will do; of two texts only the spelling may differ. */
function isSameBoolean(sent: ParameterValue, read: ParameterValue): boolean {
  const [left, right] = [toText(sent).trim().toLowerCase(), toText(read).trim().toLowerCase()];
  if (typeof sent === 'boolean' || typeof read === 'boolean') {
    const value = BOOLEAN_WORDS.get(left);
    return value !== undefined && value === BOOLEAN_WORDS.get(right);
  }
  return left === right && (left === 'true' || left === 'false');
}

interface Time {
  day: string;
  /** Milliseconds since midnight; null for a day alone. */
  clock: number | null;
  /** Milliseconds since 1970 where a zone is given, else null. */
  instant: number | null;
}

const ISO_TIME =
  /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(Z|[+-]\d\d(?::?\d\d)?)?(?:\[[\w/+-]{1,50}\])?)?$/;

function parseTime(text: string): Time | null {
  const parts = ISO_TIME.exec(text.trim());
  if (parts === null) return null;
  const [, day = '', hours, minutes = '0', seconds = '0', fraction = '0', zone] = parts;
  if (hours === undefined) return { day, clock: null, instant: null };
  const whole = (Number(hours) * 60 + Number(minutes)) * 60_000 + Number(seconds) * 1000;
  const clock = whole + Math.trunc(Number(`0.${fraction}`) * 1000);
  const instant = zone === undefined ? null : Date.parse(day) + clock - offsetOf(zone);
  return { day, clock, instant };
}

function offsetOf(zone: string): number {
  const [, sign, hours = '0', minutes = '0'] = /^([+-])(\d\d):?(\d\d)?$/.exec(zone) ?? [];
  const offset = (Number(hours) * 60 + Number(minutes)) * 60_000;
  return sign === '-' ? -offset : offset;
}

function isSameTime(leftText: string, rightText: string): boolean {
  const [left, right] = [parseTime(leftText), parseTime(rightText)];
  if (left === null || right === null) return false;
  if (left.clock === null) return isDay(right, left.day);
  if (right.clock === null) return isDay(left, right.day);
  if (left.instant !== null && right.instant !== null) return left.instant === right.instant;
  return left.day === right.day && left.clock === right.clock;
}

const HOUR_MS = 3_600_000;
/** Offsets of the world's zones reach from -12:00 to +14:00, in steps of a quarter of an hour. */
const [LEAST_OFFSET_MS, GREATEST_OFFSET_MS, OFFSET_STEP_MS] = [
  -12 * HOUR_MS,
  14 * HOUR_MS,
  HOUR_MS / 4,
];

/** Whether a time is the midnight with which a day begins, in its own zone or in the server's. */
function isDay({ day, clock, instant }: Time, wanted: string): boolean {
  if (day === wanted && (clock === null || clock === 0)) return true;
  if (instant === null) return false;
  const offset = Date.parse(wanted) - instant;
  return offset >= LEAST_OFFSET_MS && offset <= GREATEST_OFFSET_MS && offset % OFFSET_STEP_MS === 0;
}

function isSameJson(left: string, right: string): boolean {
  const [a, b] = [parseJson(left), parseJson(right)];
  return a !== undefined && b !== undefined && isDeepEqual(a, b, MAX_DEPTH);
}

/** Deeper values are compared as the text that they are, so that none exhausts the stack. */
const MAX_DEPTH = 50;

function parseJson(text: string): unknown {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return parseExactJson(text);
  } catch {
    return undefined;
  }
}

function isDeepEqual(a: unknown, b: unknown, depth: number): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (depth === 0 || Array.isArray(a) !== Array.isArray(b)) return false;
  const entries = Object.entries(a);
  const others = new Map(Object.entries(b));
  return (
    entries.length === others.size &&
    entries.every(
      ([key, value]) => others.has(key) && isDeepEqual(value, others.get(key), depth - 1),
    )
  );
}
