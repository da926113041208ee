/**
 * Parses JSON as `JSON.parse` does, except that a number which JavaScript cannot hold as written
 * (7615917337495251231, 1e400) becomes the text that stands there instead of another number.
 *
 * @throws SyntaxError where the text is not JSON
 */
export function parseExactJson(text: string): unknown {
  const value: unknown = JSON.parse(text);
  // Fifteen digits always survive, so most texts are parsed once.
  if (!/\d[\d.]{15}|\d[eE]/.test(text)) return value;
  const quoted = quoteInexactNumbers(text);
  return quoted === text ? value : JSON.parse(quoted);
}

/** Puts quotes around the numbers that would be rounded; the text is known to be valid JSON. */
function quoteInexactNumbers(text: string): string {
  const token = /"|-?\d[\d.eE+-]*/g;
  const pieces: string[] = [];
  let copied = 0;
  for (let match = token.exec(text); match !== null; match = token.exec(text)) {
    const [found] = match;
    if (found === '"') {
      token.lastIndex = endOfString(text, match.index);
    } else if (!isExact(found)) {
      pieces.push(text.slice(copied, match.index), `"${found}"`);
      copied = token.lastIndex;
    }
  }
  return pieces.join('') + text.slice(copied);
}

/** The index behind the closing quote of the string that opens at `start`. */
function endOfString(text: string, start: number): number {
  let end = start + 1;
  while (text[end] !== '"') end += text[end] === '\\' ? 2 : 1;
  return end + 1;
}

function isExact(source: string): boolean {
  if (source.length < 16 && !/[eE]/.test(source)) return true;
  const written = canonicalDecimal(source);
  return written !== null && written === canonicalDecimal(String(Number(source)));
}

/**
 * One spelling for each decimal number, however it is written (`1.50` and `15e-1` are the same); null
 * where the text is no number.
 */
export function canonicalDecimal(text: string): string | null {
  const parts = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,9}))?$/.exec(text);
  if (parts === null) return null;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = parts;
  const digits = (whole + fraction).replace(/^0+/, '');
  if (digits === '') return whole + fraction === '' ? null : '0';
  let end = digits.length;
  while (digits[end - 1] === '0') end -= 1;
  const power = Number(exponent) - fraction.length + (digits.length - end);
  return `${sign === '-' ? '-' : ''}${digits.slice(0, end)}e${power}`;
}
