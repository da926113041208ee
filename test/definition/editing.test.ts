/**
 * Every step as the Zap editor handles it while its project is not known: left blank, or mapped from a
 * step that has not run (zapier-platform 336 and 362: `{{77251676__project_path}}` reached the server).
 */
import { describe, expect, test } from '@jest/globals';
import { ANALYSTS } from '../../sandbox/omniscope-server/sample-fixture.ts';
import { createSimulator } from '../harness/simulator.ts';
import { type InputField, operations } from './operations.ts';

const simulator = createSimulator();

const withProject = operations
  .filter(({ inputFields }) => inputFields.some(({ key }) => key === 'project'))
  .map((operation) => [`${operation.kind}.${operation.key}`, operation] as const);

/** Dropdowns that the app fills, through a hidden trigger or a function. */
function dropdowns(fields: readonly InputField[]): readonly string[] {
  const filled = fields.filter(
    ({ dynamic, choices = {} }) => dynamic !== undefined || 'perform' in choices,
  );
  return filled.map(({ key }) => key);
}

describe.each(withProject)('while the project is not known, %s', (key, { inputFields }) => {
  test.each([
    ['blank', undefined],
    ['unresolved', '{{77251676__project_path}}'],
    ['partly unresolved', 'Sales/{{77251676__name}}.iox'],
  ])('shows its fields, offers nothing and sends nothing: %s', async (_, project) => {
    const { platform, omniscope } = simulator.open();
    const editor = await platform.openEditor({ key });
    if (project !== undefined) await editor.enter('project', project);
    expect(await editor.refreshFields()).toMatchObject({ status: 'success' });
    const missing = { status: 'disabled', missing: ['project'] };
    const none = { status: 'filled', choices: [] };
    for (const field of dropdowns(inputFields)) {
      expect([missing, none]).toContainEqual(await editor.open(field));
    }
    expect(omniscope.requests).toEqual([]);
  });
});

test.each(withProject)(
  '%s has at most 1000 fields, however many parameters there are',
  async (key) => {
    const parameters = Array.from({ length: 1_500 }, (_, index) => ({
      name: `Parameter ${index}`,
      type: 'TEXT' as const,
      value: null,
    }));
    const fixture = {
      folders: [{ path: '', grants: { [ANALYSTS]: ['Workflow Execution via APIs'] as const } }],
      projects: [{ path: 'Large.iox', blocks: [], parameters, run: { duration: 0 } }],
      templates: [],
    };
    const { platform } = simulator.open({ fixture });
    const outcome = await platform.fields({ key, inputData: { project: 'Large' } });
    expect(outcome).toMatchObject({ status: 'success' });
  },
);
