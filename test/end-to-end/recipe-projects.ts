/** The projects of the recipes in docs/results.md, under the names that they have there. */
import type { RunContext, ServerFixture } from '../../sandbox/omniscope-server/fixture.ts';

const HOUR_MS = 3_600_000;

const FIGURES = [
  { Region: 'North', Amount: 1200 },
  { Region: 'South', Amount: 950 },
  { Region: 'South', Amount: 80 },
] as const;

/** What the sheet gets: the figures of the region that the row names. */
export function figuresOf({ parameters }: Pick<RunContext, 'parameters'>) {
  return FIGURES.filter(({ Region }) => Region === parameters.get('Region'));
}

const failed = (errorMessage: string) =>
  ({ state: 'FAILED', errorType: 'BLOCK_FAILED', errorMessage }) as const;

export const RECIPES: ServerFixture = {
  folders: [
    {
      path: '',
      grants: { analysts: ['Workflow Execution via APIs', 'File Management'] },
    },
    { path: 'Customers' },
  ],
  projects: [
    {
      path: 'Sales/Report.iox',
      blocks: [],
      parameters: [
        { name: 'Region', type: 'TEXT', value: null },
        { name: 'Result Rows', type: 'TEXT', value: null },
      ],
      run: {
        duration: 2_000,
        results: (run) => ({ 'Result Rows': JSON.stringify(figuresOf(run)) }),
      },
    },
    {
      path: 'Checks/Invoice.iox',
      blocks: [],
      parameters: [
        { name: 'Input', type: 'FILE', value: null },
        { name: 'Callback Address', type: 'TEXT', value: null },
      ],
      run: {
        duration: 40_000,
        callback: {
          parameter: 'Callback Address',
          leadMs: 100,
          onFailure: true,
          rows: ({ files }) => [...files.values()].map(({ fileName: File }) => ({ File })),
        },
      },
    },
    ...[
      { path: 'Ops/Nightly.iox', duration: 3 * HOUR_MS },
      { path: 'Ops/Slow Nightly.iox', duration: 5 * HOUR_MS },
      { path: 'Ops/Broken Nightly.iox', duration: HOUR_MS, end: failed('The disk is full') },
    ].map(({ path, ...run }) => ({ path, blocks: [], parameters: [], run })),
    {
      path: 'Ops/Import.iox',
      blocks: [],
      parameters: [
        { name: 'Zap Addresses', type: 'TEXT', value: null },
        { name: 'Region', type: 'TEXT', value: 'South' },
      ],
      run: {
        duration: 60_000,
        endWhen: { parameter: 'Region', equals: '', end: failed('There is no region') },
        callback: { parameter: 'Zap Addresses', leadMs: 100, onFailure: true, rows: figuresOf },
      },
    },
  ],
  templates: [
    {
      id: 'Customer report',
      blocks: [],
      parameters: [{ name: 'Customer', type: 'TEXT', value: null }],
      run: { duration: 1_000 },
    },
  ],
};
