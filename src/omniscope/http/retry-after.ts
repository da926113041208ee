import type { Clock } from '../clock.ts';
import type { ResponseHead } from './transport.ts';

/** `Retry-After` in whole seconds, from either of its two forms (RFC 9110 §10.2.3), or null. */
export function parseRetryAfter(clock: Clock, response: ResponseHead): number | null {
  const value = response.header('retry-after')?.trim() ?? '';
  if (/^\d{1,9}$/.test(value)) return Number(value);
  // HTTP dates end in GMT; Date.parse alone would make a date of nearly anything.
  const date = value.endsWith(' GMT') ? Date.parse(value) : Number.NaN;
  return Number.isNaN(date) ? null : Math.max(0, Math.ceil((date - clock.now()) / 1000));
}
