import { parseExactJson } from '../../omniscope/exact-json.ts';
import { truncate } from '../../omniscope/truncate.ts';
import { boundJson } from './bounded-json.ts';
import { MAX_ROWS, MAX_ROWS_BYTES, parseCsv } from './csv-rows.ts';
import { type Row, selectRows } from './row.ts';

export type RowsProblem =
  | 'empty'
  | 'one-line'
  | 'not-rows'
  | 'too-large'
  /** Told by the project's list of parameters rather than by a value. */
  | 'missing'
  | 'not-text';

export type ParsedRows =
  | {
      rows: Row[];
      /** How many entries of a JSON list are not objects; they are left out. */
      skipped: number;
    }
  | { problem: RowsProblem };

/**
 * Rows in the value of a text parameter: JSON (a list of objects, or one object), else CSV with a
 * header line. Numbers that JavaScript would round arrive as text; cells of CSV are text always.
 */
export function parseRows(text: string): ParsedRows {
  if (text.trim() === '') return { problem: 'empty' };
  if (Buffer.byteLength(text) > MAX_ROWS_BYTES) return { problem: 'too-large' };
  if (JSON_START.test(text)) return parseJsonRows(text);
  const rows = parseCsv(text);
  return typeof rows === 'string' ? { problem: rows } : { rows, skipped: 0 };
}

/**
 * What begins like this is meant to be JSON: where it is broken (cut off, one object a line), it must
 * not be read as CSV. A header such as `[Sales],[Region]` is none.
 */
const JSON_START = /^\s*(?:\{\s*["}]|\[\s*[\]{["\d-])/;

function parseJsonRows(text: string): ParsedRows {
  let json: unknown;
  try {
    json = parseExactJson(text.trim());
  } catch {
    return { problem: 'not-rows' };
  }
  const list = Array.isArray(json) ? json : [json];
  if (list.length > MAX_ROWS) return { problem: 'too-large' };
  const bounded = boundJson(list);
  if (bounded === null) return { problem: 'too-large' };
  return selectRows(bounded.value) ?? { problem: 'not-rows' };
}

/** One sentence for the result's message: why there are no rows, and what the value should be. */
export function rowsMessage(problem: RowsProblem, parameterName: string): string {
  const parameter = `"${truncate(parameterName, 60)}"`;
  switch (problem) {
    case 'empty':
      return `There are no rows, because the parameter ${parameter} is empty: the workflow should set it to ${ROWS_FORM}.`;
    case 'one-line':
      return `There are no rows, because the parameter ${parameter} holds a single line of text: it should be ${ROWS_FORM} and lines of values.`;
    case 'not-rows':
      return `There are no rows, because the value of ${parameter} is no table: it should be ${ROWS_FORM}.`;
    case 'too-large':
      return `There are no rows, because the value of ${parameter} is too large or nested too deeply: it should have at most 3 MB and 50,000 rows.`;
    case 'missing':
      return `There are no rows, because the project has no parameter ${parameter}: it should be one that the workflow sets to ${ROWS_FORM}.`;
    case 'not-text':
      return `There are no rows, because ${parameter} is not a text parameter: it should be one that the workflow sets to ${ROWS_FORM}.`;
  }
}

const ROWS_FORM = 'JSON (objects in a list, or one object) or CSV with a header line';

/** One sentence for entries that were left out; null where there are none. */
export function skippedMessage(skipped: number, parameterName: string): string | null {
  if (skipped === 0) return null;
  const entries = skipped === 1 ? '1 entry' : `${skipped} entries`;
  return `${entries} of the list in "${truncate(parameterName, 60)}" left out of the rows: not an object.`;
}
