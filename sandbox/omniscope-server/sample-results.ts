/** Sample projects whose runs return rows: posted to addresses, or set in a parameter. */
import type { ParameterValue, ProjectDefinition, Row, RunContext } from './fixture.ts';

/** Names with what CSV has to quote and what ASCII lacks. */
const CUSTOMERS: readonly Row[] = [
  { Customer: 'Müller & Söhne', Region: 'North', Revenue: 120_400.5, Active: true },
  { Customer: 'Smith, Jones "and" Co.', Region: 'North', Revenue: 98_000, Active: true },
  { Customer: '株式会社サンプル', Region: 'South', Revenue: 45_250.25, Active: false },
  { Customer: 'Ozean Reisen', Region: 'South', Revenue: 31_000, Active: true },
  { Customer: 'Nordlicht', Region: 'North', Revenue: 12_500, Active: false },
];

/** The first rows of a region, or of all where it is blank; as many as the parameter `Count` says. */
function topCustomers({ parameters }: RunContext): readonly Row[] {
  const region = parameters.get('Region') ?? '';
  const count = Number(parameters.get('Count') ?? CUSTOMERS.length);
  return CUSTOMERS.filter((row) => region === '' || row.Region === region).slice(0, count);
}

function toCsv(rows: readonly Row[]): string {
  const names = Object.keys(CUSTOMERS[0] ?? {});
  const lines = rows.map((row) => names.map((name) => csvField(row[name] ?? null)).join(','));
  return [names.join(','), ...lines].join('\r\n');
}

/** RFC 4180 §2. */
function csvField(value: ParameterValue): string {
  const text = String(value ?? '');
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

const selection = [
  { name: 'Region', type: 'TEXT', value: '' },
  { name: 'Count', type: 'NUMBER', value: 3 },
] as const;

export const SAMPLE_RESULTS: readonly ProjectDefinition[] = [
  {
    path: 'Sales/Top Customers.iox',
    blocks: ['Load sales', 'Rank customers', 'Post rows'],
    parameters: [
      ...selection,
      { name: 'Fail', type: 'BOOLEAN', value: false },
      { name: 'Callback URLs', type: 'TEXT', value: null },
    ],
    run: {
      duration: 1_000,
      endWhen: {
        parameter: 'Fail',
        equals: true,
        end: {
          state: 'FAILED',
          errorType: 'BLOCK_FAILED',
          errorMessage: 'Block "Rank customers": there is nothing to rank',
        },
      },
      callback: { parameter: 'Callback URLs', leadMs: 100, onFailure: true, rows: topCustomers },
    },
  },
  {
    path: 'Sales/Customer List.iox',
    blocks: ['Load sales', 'Set Project Parameters'],
    parameters: [
      ...selection,
      { name: 'Rows as JSON', type: 'TEXT', value: null },
      { name: 'Rows as CSV', type: 'TEXT', value: null },
    ],
    run: {
      duration: 800,
      results: (run) => {
        const rows = topCustomers(run);
        return { 'Rows as JSON': JSON.stringify(rows), 'Rows as CSV': toCsv(rows) };
      },
    },
  },
];
