/** The results as people and as programs read them. */
import { arch, cpus, platform } from 'node:os';
import type { Row } from './result.ts';

const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
const rule = (cells: readonly unknown[]) => line(cells.map(() => '---'));

function table(head: readonly string[], lines: readonly (readonly string[])[]): string {
  return [line(head), rule(head), ...lines.map(line)].join('\n');
}

function verdict({ reached, limit }: Row): string {
  if (reached) return 'yes';
  return limit === undefined ? '**no**' : `no, ${limit}`;
}

export function summary(rows: readonly Row[]): string {
  return table(
    ['what', 'against', 'to reach', 'measured', 'reached'],
    rows.map((row) => [row.what, row.against, row.target, row.measured, verdict(row)]),
  );
}

export function markdown(rows: readonly Row[]): string {
  const details = rows.flatMap(({ what, table: behind }) =>
    behind === undefined ? [] : [`## ${what}`, table(behind.head, behind.lines)],
  );
  return [
    '# Results of the bench',
    'Written by `npm run bench`; `docs/performance.md` explains them. Ratios can be compared between machines, times cannot.',
    `Node ${process.version}, ${platform()} ${arch()}, ${cpus().length} processors.`,
    summary(rows),
    ...details,
    '',
  ].join('\n\n');
}
