/** A server with one project, whose runs take as long and end as a schedule says. */
import type { JobEnd, ServerFixture } from '../../sandbox/omniscope-server/fixture.ts';

export const PROJECT = 'Sales/Report.iox';

export function fixtureWith(run: {
  readonly durationMs: number;
  readonly end?: JobEnd;
}): ServerFixture {
  const { durationMs, end } = run;
  return {
    folders: [{ path: '', grants: { analysts: ['Workflow Execution via APIs'] } }],
    projects: [
      {
        path: PROJECT,
        blocks: ['Load', 'Publish'],
        parameters: [
          { name: 'Region', type: 'TEXT', value: 'North' },
          { name: 'Year', type: 'NUMBER', value: 2026 },
          { name: 'Input', type: 'FILE', value: null },
          { name: 'Callback URL', type: 'TEXT', value: null },
        ],
        run: {
          duration: durationMs,
          ...(end && { end }),
          callback: { parameter: 'Callback URL', leadMs: 100, onFailure: true },
        },
      },
    ],
    templates: [],
  };
}
