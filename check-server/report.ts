import type { Row } from './check.ts';

const HEADINGS = { verdict: 'VERDICT', id: 'FACT', expected: 'EXPECTED', seen: 'SEEN' };

/** The findings as a table for a terminal. */
export function report(rows: readonly Row[]): string {
  const columns = ['verdict', 'id', 'expected', 'seen'] as const;
  const lines = [HEADINGS, ...rows];
  const widths = columns.map((column) => Math.max(...lines.map((line) => line[column].length)));
  const table = lines.map((line) =>
    columns
      .map((column, index) => line[column].padEnd(widths[index] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  const count = (verdict: Row['verdict']) => rows.filter((row) => row.verdict === verdict).length;
  const differing = count('differs');
  return [
    ...table,
    '',
    `${count('holds')} hold, ${differing} differ, ${count('open')} are open.`,
    differing === 0
      ? 'Nothing that was checked differs from what the app expects.'
      : 'docs/server-facts.md says for each fact what the app does if it differs, and where.',
  ].join('\n');
}
