/** The projects that the bench runs. */
import { EVERYONE, type ServerFixture } from '../sandbox/omniscope-server/fixture.ts';

/** Runs for as many seconds as its parameter says. */
export const TIMED_PROJECT = 'Bench/Timed.iox';
export const SECONDS = 'Seconds';
/** Takes a file. */
export const FILE_PROJECT = 'Bench/File.iox';
export const FILE = 'Input';
/** Has many parameters of every kind. */
export const wideProject = (parameters: number) => `Bench/Wide ${parameters}.iox`;
export const WIDTHS = [1, 10, 100, 900, 1_000, 10_000] as const;

const TYPES = [
  { type: 'TEXT', value: 'a value of ordinary length' },
  { type: 'NUMBER', value: 12.5 },
  { type: 'BOOLEAN', value: true },
  { type: 'DATE', value: '2026-10-31' },
] as const;

const wide = (count: number) => ({
  path: wideProject(count),
  blocks: [],
  parameters: Array.from({ length: count }, (_, index) => ({
    name: `Parameter ${index + 1}`,
    ...(TYPES[index % TYPES.length] ?? TYPES[0]),
  })),
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
      parameters: [{ name: SECONDS, type: 'NUMBER', value: 0 }],
      run: { duration: { secondsIn: SECONDS } },
    },
    {
      path: FILE_PROJECT,
      blocks: [],
      parameters: [{ name: FILE, type: 'FILE', value: null }],
      run: { duration: 0 },
    },
    ...WIDTHS.map(wide),
  ],
  templates: [],
};
