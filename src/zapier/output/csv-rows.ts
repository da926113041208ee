import { dsvFormat } from 'd3-dsv';
import type { Row } from './row.ts';

/** Zapier takes 6 MB from a step, and the parameters that the rows come from are part of it. */
export const MAX_ROWS_BYTES = 3_000_000;
export const MAX_ROWS = 50_000;
const MAX_COLUMNS = 5_000;

/** What JSON puts around a name and its value: four quotes, a colon, a comma. */
const CELL_BYTES = 6;

/**
 * Rows of CSV text: a header line, separated by tab, semicolon or comma, and lines of values, which
 * stay text as they are written. A missing cell is empty; a cell beyond the header, or below an empty
 * name, goes by its place (`column_3`); a name that comes twice gets a number (`Total_2`).
 */
export function parseCsv(text: string): Row[] | 'not-rows' | 'one-line' | 'too-large' {
  const table = text.replace(/^[\uFEFF\r\n]+/, '');
  const separator = headerSeparator(table);
  const lines: string[][] = [];
  let isTooLarge = false;
  dsvFormat(separator ?? ',').parseRows(table, (line) => {
    if (line.length === 1 && line[0]?.trim() === '') return null;
    if (line.length > MAX_COLUMNS || lines.length > MAX_ROWS) isTooLarge = true;
    else lines.push(line);
    return null;
  });
  if (lines.length <= 1 && !isTooLarge) return 'one-line';
  if (separator === null) return 'not-rows';
  const [header = [], ...records] = lines;
  const columns = nameColumns(header);
  const perRow = columns.reduce(
    (sum, { name }) => sum + (name === null ? 0 : Buffer.byteLength(name) + CELL_BYTES),
    0,
  );
  if (isTooLarge || perRow * records.length + Buffer.byteLength(table) > MAX_ROWS_BYTES) {
    return 'too-large';
  }
  return records.map((cells) => toRow(columns, cells));
}

/** In the order in which they are unlikely to be part of a name. */
const SEPARATORS = ['\t', ';', ','];

/** The separator that stands most often in the header line, outside quotes; null where there is none. */
function headerSeparator(text: string): string | null {
  const counts = new Map(SEPARATORS.map((separator) => [separator, 0]));
  let isQuoted = false;
  // A quote opens a cell at its start only, or continues with one (`""`); elsewhere it is an inch sign.
  let mayOpen = true;
  for (const char of text) {
    if (char === '"' && (isQuoted || mayOpen)) {
      isQuoted = !isQuoted;
      mayOpen = true;
      continue;
    }
    if (!isQuoted && (char === '\n' || char === '\r')) break;
    const count = isQuoted ? undefined : counts.get(char);
    if (count !== undefined) counts.set(char, count + 1);
    mayOpen = count !== undefined;
  }
  const most = Math.max(...counts.values());
  return most === 0 ? null : (SEPARATORS.find((each) => counts.get(each) === most) ?? null);
}

/** `name` is null where the header names none: such a column is there only where it has values. */
interface Column {
  name: string | null;
  place: string;
}

function nameColumns(header: readonly string[]): Column[] {
  const names = header.map((cell) => cell.trim());
  const taken = new Set(names);
  const seen = new Map<string, number>();
  return names.map((name, index) => {
    const place = `column_${index + 1}`;
    // A key of that name would be the row's prototype.
    if (name === '' || name === '__proto__') return { name: null, place };
    const times = (seen.get(name) ?? 0) + 1;
    seen.set(name, times);
    return { name: times === 1 ? name : freeName(name, times, taken), place };
  });
}

function freeName(name: string, from: number, taken: Set<string>): string {
  let number = from;
  while (taken.has(`${name}_${number}`)) number += 1;
  taken.add(`${name}_${number}`);
  return `${name}_${number}`;
}

function toRow(columns: readonly Column[], cells: readonly string[]): Row {
  const row: Row = {};
  columns.forEach(({ name }, index) => {
    if (name !== null) row[name] = cells[index] ?? '';
  });
  cells.forEach((cell, index) => {
    const column = columns[index];
    if (column?.name != null || cell === '') return;
    // A column that is really called `column_3` keeps its value.
    const place = column?.place ?? `column_${index + 1}`;
    row[Object.hasOwn(row, place) ? `${place}_` : place] = cell;
  });
  return row;
}
