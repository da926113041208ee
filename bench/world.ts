/** The projects that the bench runs. */
import { EVERYONE, type ServerFixture } from '../sandbox/omniscope-server/fixture.ts';

/** Runs for as many seconds as its parameter says. */
export const TIMED_PROJECT = 'Bench/Timed.iox';
export const SECONDS = 'Seconds';
/** Holds rows, in a TEXT parameter. */
export const rowsProject = (format: RowsFormat) => `Bench/Rows ${format}.iox`;
export const ROWS = 'Rows';
export const ROW_COUNT = 5_000;
export const ROWS_FORMATS = ['JSON', 'CSV'] as const;
export type RowsFormat = (typeof ROWS_FORMATS)[number];
export const TEMPLATE = 'Bench template';
export const CALLBACK = 'Callback URL';
/** Takes a file. */
export const FILE_PROJECT = 'Bench/File.iox';
export const FILE = 'Input';
/** Seven columns, as a report has them. */
function rowsText(format: RowsFormat): string {
  const rows = Array.from({ length: ROW_COUNT }, (_, index) => ({
    Date: `2026-10-${String((index % 31) + 1).padStart(2, '0')}`,
    Region: ['North', 'South', 'East', 'West'][index % 4] ?? '',
    Customer: `Customer ${index}, "Limited"`,
    Product: `Product ${index % 97}`,
    Quantity: index % 13,
    Price: 12.5 + (index % 7),
    Note: 'a note of ordinary length',
  }));
  if (format === 'JSON') return JSON.stringify(rows);
  const quote = (value: unknown) => `"${String(value).replaceAll('"', '""')}"`;
  const lines = rows.map((row) => Object.values(row).map(quote).join(','));
  return [Object.keys(rows[0] ?? {}).join(','), ...lines].join('\n');
}

const withRows = (format: RowsFormat) => ({
  path: rowsProject(format),
  blocks: [],
  parameters: [{ name: ROWS, type: 'TEXT', value: rowsText(format) }],
  run: { duration: 0 },
});

export const BENCH_WORLD: ServerFixture = {
  folders: [
    { path: '', grants: { [EVERYONE]: ['Workflow Execution via APIs', 'File Management'] } },
  ],
  projects: [
    {
      path: TIMED_PROJECT,
      blocks: [],
      parameters: [
        { name: SECONDS, type: 'NUMBER', value: 0 },
        { name: CALLBACK, type: 'TEXT', value: null },
      ],
      run: { duration: { secondsIn: SECONDS } },
    },
    {
      path: FILE_PROJECT,
      blocks: [],
      parameters: [{ name: FILE, type: 'FILE', value: null }],
      run: { duration: 0 },
    },
    ...ROWS_FORMATS.map(withRows),
  ],
  templates: [{ id: TEMPLATE, blocks: [], parameters: [], run: { duration: 0 } }],
};
