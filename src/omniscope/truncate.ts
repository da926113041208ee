/**
 * Text of at most `limit` UTF-16 units: longer text ends in `…`. Never cuts a character in two, which
 * would leave half of it to be shown as a replacement sign.
 */
export function truncate(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const cut = text.slice(0, limit - 1).replace(/[\uD800-\uDBFF]$/, '');
  return `${cut.trimEnd()}…`;
}

/** The longest ID, state or error type, in UTF-16 units, that is taken from a server. */
export const ID_LIMIT = 200;
/** The longest other text, in UTF-16 units, that is taken from a server into a result. */
export const TEXT_LIMIT = 2_000;
