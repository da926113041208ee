import { parseExactJson } from '../exact-json.ts';

/**
 * More values than any response of an API has (ten thousand parameters are fifty thousand), and few enough to
 * parse in a moment: a list of millions of empty objects is small on the wire and fills the memory.
 */
const MAX_VALUES = 500_000;

/**
 * Parses a JSON object; a response of these APIs is always one, and any other JSON value is another product's.
 * A number that JavaScript cannot hold is the text that stands there.
 *
 * @returns undefined for what is no JSON object, or holds more values than any response does
 */
export function parseJsonObject(text: string): unknown {
  if (!text.startsWith('{') || countValues(text) > MAX_VALUES) return undefined;
  try {
    return parseExactJson(text);
  } catch {
    return undefined;
  }
}

const [QUOTE, BACKSLASH] = ['"'.charCodeAt(0), '\\'.charCodeAt(0)];
const BEFORE_VALUES = new Set([...'{[,'].map((character) => character.charCodeAt(0)));

/** How many values a JSON text holds, empty objects and lists counted as two; more than enough is not counted. */
function countValues(text: string): number {
  let count = 0;
  for (let index = 0; index < text.length && count <= MAX_VALUES; index += 1) {
    const character = text.charCodeAt(index);
    if (character === QUOTE) index = endOfString(text, index);
    else if (BEFORE_VALUES.has(character)) count += 1;
  }
  return count;
}

/** The index of the quote that closes the string which opens at `start`, or the text's end. */
function endOfString(text: string, start: number): number {
  let index = start + 1;
  while (index < text.length && text.charCodeAt(index) !== QUOTE) {
    index += text.charCodeAt(index) === BACKSLASH ? 2 : 1;
  }
  return index;
}
