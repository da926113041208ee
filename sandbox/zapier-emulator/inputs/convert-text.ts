/**
 * What Zapier makes of typed text before an app sees it, by the field's type.
 *
 * Documented (zapier-platform-cli 19.1.0, `invoke/input-types.js`, whose comments say that production
 * does the same): these rules. The tests compare them with the CLI's own function.
 */
import { loadResolveInputDataTypes } from './cli-internals.ts';

export type ConvertText = (text: string, timezone: string) => unknown;

/** Types that are missing here (`string`, `text`, `file`, `password`, `code`, …) leave text as it is. */
export const CONVERSIONS: ReadonlyMap<string, ConvertText> = new Map<string, ConvertText>([
  ['number', toNumber],
  ['integer', toInteger],
  ['boolean', toBoolean],
  ['datetime', toDatetime],
]);

const FALSE_WORDS = new Set(
  'no,noo,n,nope,never,no thanks,no thank you,false,f,0,none,nil,nill,nul,null'.split(','),
);

/** Digits, signs, points and commas stay; of these, what comes before the first comma counts. */
function toNumber(text: string): number {
  const digits = text.replaceAll(/[^0-9.,-]/g, '').replace(/[.,-]$/, '');
  const number = Number.parseFloat(digits);
  return Number.isNaN(number) ? 0 : number;
}

function toInteger(text: string): number {
  // biome-ignore lint/correctness/useParseIntRadix: as Zapier reads it, 0x10 is 16
  const whole = Number.parseInt(text);
  return Number.isNaN(whole) ? Math.floor(toNumber(text)) : whole;
}

function toBoolean(text: string): boolean {
  return text !== '' && !FALSE_WORDS.has(text.toLowerCase());
}

/**
 * A day gets 09:00 and the account's time zone; text without a date becomes the present moment, also
 * on a virtual clock. Dates in words are chrono's business, so this is the CLI's own function.
 */
function toDatetime(text: string, timezone: string): unknown {
  const fields = [{ key: 'value', type: 'datetime' }];
  return loadResolveInputDataTypes()({ value: text }, fields, timezone).value;
}
