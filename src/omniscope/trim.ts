/**
 * Blanks, line breaks and what Unicode says is not displayed: zero-width spaces, direction marks, byte
 * order marks, fillers. Variation selectors and tag characters stay, since an emoji may end in them.
 */
const INVISIBLE =
  /^(?![\uFE00-\uFE0F\u{E0020}-\u{E01EF}])[\s\p{Cc}\u2800\p{Default_Ignorable_Code_Point}]$/u;

/**
 * Takes invisible characters off both ends of a text: copied from a web page, a mail or a terminal, a
 * value often comes with some that cannot be seen. Takes time in proportion to the text's length, which a
 * regular expression anchored at the end would not.
 */
export function trimInvisible(text: string): string {
  let start = 0;
  let end = text.length;
  for (; start < end; start += characterAt(text, start).length) {
    if (!INVISIBLE.test(characterAt(text, start))) break;
  }
  for (; end > start; end -= characterBefore(text, end).length) {
    if (!INVISIBLE.test(characterBefore(text, end))) break;
  }
  return text.slice(start, end);
}

function characterAt(text: string, index: number): string {
  return String.fromCodePoint(text.codePointAt(index) ?? 0);
}

function characterBefore(text: string, end: number): string {
  const pair = text.slice(Math.max(0, end - 2), end);
  return /^[\uD800-\uDBFF][\uDC00-\uDFFF]$/.test(pair) ? pair : pair.slice(-1);
}
