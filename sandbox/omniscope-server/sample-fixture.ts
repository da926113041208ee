/**
 * The content that the demo, the documents and many tests share: a company with reports for Sales, a
 * private folder of HR, and the oddities that Operations collects.
 */
import { AWKWARD_PARAMETERS } from './awkward-parameters.ts';
import type {
  FolderDefinition,
  ProjectDefinition,
  ServerFixture,
  TemplateDefinition,
} from './fixture.ts';
import { SAMPLE_RESULTS } from './sample-results.ts';

/** Groups that the folders' permissions speak of; without one of them, nothing is granted. */
export const ANALYSTS = 'analysts';
export const HR_STAFF = 'hr';
/** May run projects, but not create them. */
export const VIEWERS = 'viewers';

const folders: readonly FolderDefinition[] = [
  {
    path: '',
    grants: {
      [ANALYSTS]: ['Workflow Execution via APIs', 'File Management'],
      [VIEWERS]: ['Workflow Execution via APIs'],
    },
  },
  {
    path: 'HR',
    grants: { [HR_STAFF]: ['Workflow Execution via APIs', 'File Management'] },
  },
];

const sales: readonly ProjectDefinition[] = [
  {
    path: 'Sales/Monthly Report.iox',
    blocks: ['Load sales', 'Filter region', 'Monthly summary', 'Publish'],
    parameters: [
      { name: 'Region', type: 'TEXT', value: 'North' },
      { name: 'Year', type: 'NUMBER', value: 2026 },
      { name: 'Publish', type: 'BOOLEAN', value: false },
      { name: 'Cut-off', type: 'DATE', value: '2026-10-31' },
      { name: 'Input', type: 'FILE', value: null },
      { name: 'Result', type: 'TEXT', value: null },
      { name: 'Rows', type: 'NUMBER', value: null },
    ],
    run: {
      duration: 1_500,
      endWhen: {
        parameter: 'Region',
        equals: 'Nowhere',
        end: {
          state: 'FAILED',
          errorType: 'BLOCK_FAILED',
          errorMessage: 'Block "Filter region": there is no region named Nowhere',
        },
      },
      results: ({ parameters }) => ({
        Result: `Report for ${parameters.get('Region')} ${parameters.get('Year')}`,
        Rows: 100 * String(parameters.get('Region')).length,
      }),
    },
  },
  {
    path: 'Sales/Long Forecast.iox',
    blocks: ['Load history', 'Forecast'],
    parameters: [
      { name: 'Seconds', type: 'NUMBER', value: 90 },
      { name: 'Result', type: 'TEXT', value: null },
    ],
    run: {
      duration: { secondsIn: 'Seconds' },
      results: ({ parameters }) => ({
        Result: `Forecast after ${parameters.get('Seconds')} seconds`,
      }),
    },
  },
  {
    path: 'Sales/Broken.iox',
    blocks: ['Load sales', 'Summary'],
    parameters: [{ name: 'Region', type: 'TEXT', value: 'North' }],
    run: {
      duration: 700,
      end: {
        state: 'FAILED',
        errorType: 'BLOCK_FAILED',
        errorMessage: 'Block "Load sales": the source file is missing',
      },
    },
  },
  {
    path: 'Sales/Callback.iox',
    blocks: ['Load sales', 'Report', 'Tell the caller'],
    parameters: [
      { name: 'Callback URL', type: 'TEXT', value: null },
      { name: 'Seconds', type: 'NUMBER', value: 2 },
      { name: 'Fail', type: 'BOOLEAN', value: false },
      { name: 'Result', type: 'TEXT', value: null },
    ],
    run: {
      duration: { secondsIn: 'Seconds' },
      endWhen: {
        parameter: 'Fail',
        equals: true,
        end: { state: 'FAILED', errorType: 'BLOCK_FAILED', errorMessage: 'Block "Report" failed' },
      },
      results: () => ({ Result: 'The caller was told' }),
      callback: { parameter: 'Callback URL', leadMs: 200, onFailure: true },
    },
  },
  {
    path: 'Sales/Check File.iox',
    blocks: ['Read file', 'Measure'],
    parameters: [
      { name: 'Input', type: 'FILE', value: null },
      { name: 'Label', type: 'TEXT', value: '' },
      { name: 'Result', type: 'TEXT', value: null },
      { name: 'File name', type: 'TEXT', value: null },
      { name: 'File size', type: 'NUMBER', value: null },
      { name: 'SHA-256', type: 'TEXT', value: null },
    ],
    run: {
      duration: 800,
      results: ({ parameters, files }) => {
        const file = files.get('Input');
        return {
          Result: `Checked for ${parameters.get('Label') || 'nobody'}`,
          'File name': file?.fileName ?? null,
          'File size': file?.size ?? null,
          'SHA-256': file?.sha256 ?? null,
        };
      },
    },
  },
];

const elsewhere: readonly ProjectDefinition[] = [
  {
    path: 'Welcome.iox',
    blocks: ['Hello'],
    parameters: [{ name: 'Name', type: 'TEXT', value: 'World' }],
    run: { duration: 300 },
  },
  {
    path: 'HR/Salaries.iox',
    blocks: ['Load salaries'],
    parameters: [{ name: 'Year', type: 'NUMBER', value: 2026 }],
    run: { duration: 500 },
  },
  {
    path: 'Ops/Größe & Maße 100%.iox',
    blocks: ['Länge', 'Breite & Höhe'],
    parameters: [{ name: 'Maß/Einheit', type: 'TEXT', value: 'cm' }],
    run: { duration: 500 },
  },
  {
    path: 'Ops/Awkward Names.iox',
    blocks: ['All'],
    parameters: AWKWARD_PARAMETERS,
    run: { duration: 500 },
  },
  {
    // BLOCKED and FINISHED are known from shipped code only.
    path: 'Ops/Nightly/2026/Import.iox',
    blocks: ['Import'],
    parameters: [{ name: 'Source folder', type: 'FOLDER', value: '/data/in' }],
    run: {
      duration: 900,
      preludes: [{ state: 'BLOCKED', ms: 400 }],
      end: { state: 'FINISHED' },
    },
  },
  {
    path: 'Ops/Nightly/2026/Export.iox',
    blocks: ['Export'],
    parameters: [],
    run: { duration: 600, end: { state: 'ERROR', errorMessage: 'The target disk is full' } },
  },
];

const templates: readonly TemplateDefinition[] = [
  {
    id: 'Import data file',
    blocks: ['File', 'Data table'],
    parameters: [
      { name: 'File source', type: 'FILE', value: null },
      { name: 'Header row', type: 'BOOLEAN', value: true },
      { name: 'Rows', type: 'NUMBER', value: null },
    ],
    run: {
      duration: 800,
      results: ({ parameters }) => ({ Rows: 10 * String(parameters.get('File source')).length }),
    },
  },
  { id: 'Empty project', blocks: [], parameters: [], run: { duration: 200 } },
];

export const SAMPLE_FIXTURE: ServerFixture = {
  folders,
  projects: [...sales, ...SAMPLE_RESULTS, ...elsewhere],
  templates,
};
