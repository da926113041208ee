/** One line item. */
export type Row = Record<string, unknown>;

/** The objects of a list; null where it is no list, or has entries and none of them is an object. */
export function selectRows(list: unknown): { rows: Row[]; skipped: number } | null {
  if (!Array.isArray(list)) return null;
  const rows = list.filter(isRow);
  return rows.length === 0 && list.length > 0 ? null : { rows, skipped: list.length - rows.length };
}

export function isRow(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
