import { trimInvisible } from '../../omniscope/trim.ts';

/** A day, or a day with a time and an optional zone: the extended form of ISO 8601. */
const ISO =
  /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2})(?:\.\d{1,9})?)?(?:Z|[+-](\d{2}):?(\d{2}))?)?$/;

/** Whether a text is an ISO 8601 day or time that exists: no 30 February, no hour 24. */
export function isIsoDayOrTime(text: string): boolean {
  const match = ISO.exec(text);
  if (match === null) return false;
  const [
    year = 0,
    month = 0,
    day = 0,
    hour = 0,
    minute = 0,
    second = 0,
    zoneHour = 0,
    zoneMinute = 0,
  ] = match.slice(1).map((part) => Number(part ?? 0));
  const isTime = hour < 24 && minute < 60 && second < 60 && zoneHour < 15 && zoneMinute < 60;
  return isTime && day >= 1 && month >= 1 && month <= 12 && day <= daysIn(year, month);
}

function daysIn(year: number, month: number): number {
  // Day 0 of the next month is the last day of this one. (Date.UTC takes years below 100 for 19xx.)
  return new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate();
}

/** Epoch milliseconds of an ISO 8601 moment, or null. A time without a zone counts as UTC. */
export function parseInstant(value: string): number | null {
  const text = trimInvisible(value);
  if (!isIsoDayOrTime(text)) return null;
  const hasZone = /(Z|[+-]\d{2}:?\d{2})$/.test(text.slice(10));
  const time = Date.parse(text.length === 10 || hasZone ? text : `${text}Z`);
  return Number.isNaN(time) ? null : time;
}
