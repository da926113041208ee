/** What lies on the end-to-end tests' server: short runs, and one project for each oddity. */
import { AWKWARD_PARAMETERS } from '../../sandbox/omniscope-server/awkward-parameters.ts';
import type {
  ParameterDefinition,
  ProjectDefinition,
  ServerFixture,
} from '../../sandbox/omniscope-server/fixture.ts';

/** Milliseconds. Over before the app looks at it for the first time. */
const SHORT = 100;

const ALL = ['Workflow Execution via APIs', 'File Management'] as const;

/** One parameter of each documented type. */
export const TYPED: readonly ParameterDefinition[] = [
  { name: 'Region', type: 'TEXT', value: 'North' },
  { name: 'Year', type: 'NUMBER', value: 2026 },
  { name: 'Publish', type: 'BOOLEAN', value: false },
  { name: 'Cut-off', type: 'DATE', value: '2026-10-31' },
  { name: 'Input', type: 'FILE', value: null },
  { name: 'Result', type: 'TEXT', value: null },
];

function project(path: string, rest: Partial<ProjectDefinition> = {}): ProjectDefinition {
  return {
    path,
    blocks: ['Load', 'Publish'],
    parameters: TYPED,
    run: { duration: SHORT },
    ...rest,
  };
}

const failure = { errorType: 'BLOCK_FAILED', errorMessage: 'Block "Load": no file' } as const;

export const FIXTURE: ServerFixture = {
  folders: [
    { path: '', grants: { analysts: ALL, viewers: ['Workflow Execution via APIs'] } },
    { path: 'Private', grants: { nobody: ALL } },
  ],
  projects: [
    project('Reports/Typed.iox', {
      run: {
        duration: SHORT,
        endWhen: { parameter: 'Region', equals: 'Nowhere', end: { state: 'FAILED', ...failure } },
        results: ({ parameters, blocks }) => ({
          Result: `${parameters.get('Region')} ${parameters.get('Year')} [${blocks}]`,
        }),
      },
    }),
    project('Reports/Größe & Maße 100%.iox'),
    project('Reports/A B+C/Deep Report.iox'),
    project('Root.iox'),
    project('Reports/Clear.iox'),
    project('Reports/Awkward.iox', { parameters: AWKWARD_PARAMETERS }),
    project('Reports/Curly.iox', {
      blocks: ['{{all}}'],
      parameters: [{ name: '{{name}}', type: 'TEXT', value: '' }],
    }),
    project('Reports/Timed.iox', {
      parameters: [{ name: 'Seconds', type: 'NUMBER', value: 0.1 }],
      run: { duration: { secondsIn: 'Seconds' } },
    }),
    ...['One', 'Two', 'Three'].map((name) =>
      project(`Busy/${name}.iox`, {
        parameters: [{ name: 'Seconds', type: 'NUMBER', value: 0.6 }],
        run: { duration: { secondsIn: 'Seconds' } },
      }),
    ),
    project('Ends/Failed.iox', { run: { duration: SHORT, end: { state: 'FAILED', ...failure } } }),
    project('Ends/Error.iox', { run: { duration: SHORT, end: { state: 'ERROR', ...failure } } }),
    project('Ends/Finished.iox', { run: { duration: SHORT, end: { state: 'FINISHED' } } }),
    project('Ends/Cancelled.iox', { run: { duration: SHORT, end: { state: 'CANCELLED' } } }),
    project('Ends/Blocked.iox', {
      run: {
        duration: SHORT,
        preludes: [
          { state: 'BLOCKED', ms: 300 },
          { state: 'NEW_STATE', ms: 300 },
        ],
      },
    }),
    project('Files/Measure.iox', {
      parameters: [
        { name: 'Input', type: 'FILE', value: null },
        { name: 'Second input', type: 'FILE', value: null },
        { name: 'Label', type: 'TEXT', value: 'nobody' },
        { name: 'Result', type: 'TEXT', value: null },
      ],
      run: {
        duration: SHORT,
        results: ({ parameters, files }) => ({
          Result: `${parameters.get('Label')}: ${files.get('Input')?.size ?? 'no file'}`,
        }),
      },
    }),
    project('Callbacks/Posting.iox', {
      parameters: [
        { name: 'Callback URL', type: 'TEXT', value: null },
        { name: 'Seconds', type: 'NUMBER', value: 0.4 },
        { name: 'Fail', type: 'BOOLEAN', value: false },
        { name: 'Result', type: 'TEXT', value: null },
      ],
      run: {
        duration: { secondsIn: 'Seconds' },
        endWhen: { parameter: 'Fail', equals: true, end: { state: 'FAILED', ...failure } },
        results: () => ({ Result: 'told' }),
        callback: { parameter: 'Callback URL', leadMs: 100, onFailure: true },
      },
    }),
    project('Callbacks/Silent.iox', {
      parameters: [
        { name: 'Callback URL', type: 'TEXT', value: null },
        { name: 'Seconds', type: 'NUMBER', value: 0.1 },
      ],
      run: { duration: { secondsIn: 'Seconds' } },
    }),
    project('Private/Salaries.iox'),
  ],
  templates: [
    {
      id: 'Import data file',
      blocks: ['File'],
      parameters: [
        { name: 'File source', type: 'FILE', value: null },
        { name: 'Header row', type: 'BOOLEAN', value: true },
      ],
      run: { duration: SHORT },
    },
  ],
};
