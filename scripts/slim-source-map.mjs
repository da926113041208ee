/**
 * A source map that says of each place only which line of the sources it comes from, and nothing of
 * libraries: a third of the size. It is read when an unforeseen error is logged, and a line is enough
 * to find that error.
 *
 * The format: https://tc39.es/ecma426/ (groups of lines apart by `;`, segments by `,`; the numbers of a
 * segment are differences to those of the segment before, in base 64 VLQ).
 */
const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** @param {string} json a source map @returns {string} the smaller one */
export function slimSourceMap(json) {
  const { version, sources, mappings } = JSON.parse(json);
  const own = sources.filter((source) => !source.includes('node_modules/'));
  const before = { source: 0, line: 0 };
  const after = { source: 0, line: 0 };
  let kept;
  const slimSegment = (segment, at) => {
    const [column, source, line] = decode(segment);
    at.column += column;
    before.source += source ?? 0;
    before.line += line ?? 0;
    // A segment of one number has no source.
    const index = source === undefined ? -1 : own.indexOf(sources[before.source]);
    const place = index < 0 ? 'none' : `${index}:${before.line}`;
    if (place === kept) return [];
    kept = place;
    const difference = at.column - at.written;
    at.written = at.column;
    if (index < 0) return encode([difference]);
    const slim = encode([difference, index - after.source, before.line - after.line, 0]);
    after.source = index;
    after.line = before.line;
    return slim;
  };
  const slimLine = (line) => {
    const at = { column: 0, written: 0 };
    kept = undefined;
    return line
      .split(',')
      .filter(Boolean)
      .flatMap((segment) => slimSegment(segment, at))
      .join(',');
  };
  const slim = mappings.split(';').map(slimLine).join(';');
  return JSON.stringify({ version, sources: own, names: [], mappings: slim });
}

function decode(segment) {
  const numbers = [];
  let [value, shift] = [0, 0];
  for (const character of segment) {
    const digit = DIGITS.indexOf(character);
    value += (digit & 31) << shift;
    shift += 5;
    if (digit & 32) continue;
    numbers.push(value & 1 ? -(value >> 1) : value >> 1);
    [value, shift] = [0, 0];
  }
  return numbers;
}

function encode(numbers) {
  return numbers
    .map((number) => {
      let rest = number < 0 ? (-number << 1) | 1 : number << 1;
      let text = '';
      do {
        const digit = rest & 31;
        rest >>>= 5;
        text += DIGITS[rest > 0 ? digit | 32 : digit];
      } while (rest > 0);
      return text;
    })
    .join('');
}
