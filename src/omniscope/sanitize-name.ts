import { truncate } from './truncate.ts';

/** Leaves room for the rest of a sentence, or of a label. */
const NAME_LIMIT = 60;

/** A name as it can be shown: one line, no invisible character, at most 60 characters. */
export function sanitizeName(name: string): string {
  const line = name
    .slice(0, NAME_LIMIT * 4)
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim();
  return truncate(line, NAME_LIMIT);
}
