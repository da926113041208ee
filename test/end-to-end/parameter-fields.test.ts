import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { AWKWARD_PARAMETERS } from '../../sandbox/omniscope-server/awkward-parameters.ts';
import type { StepOutcome } from '../../sandbox/zapier-emulator/outcome.ts';
import { type Harness, openHarness, wordsOf } from './harness.ts';

let harness: Harness;
beforeAll(async () => {
  harness = await openHarness();
});
afterAll(() => harness?.close());

interface Field {
  key: string;
  label: string;
  type: string;
  placeholder?: string;
  helpText?: string;
}

/** The fields that the project itself brings along. */
function ownFields(outcome: StepOutcome): Field[] {
  const fields: Field[] = outcome.status === 'success' ? Object(outcome.results) : [];
  return fields.filter(({ key }) => key.startsWith('param_') || key === 'parameters_note');
}
const fieldsOf = async (key: string, project: string) =>
  ownFields(await harness.platform.fields({ key, inputData: { project } }));

describe('the fields of a project’s parameters', () => {
  test.each([
    ['creates.execute_workflow', 'string'],
    ['creates.execute_lambda', 'file'],
    ['creates.update_parameters', 'string'],
  ])('have their types in %s, with the current value in sight', async (key, file) => {
    const fields = await fieldsOf(key, 'Reports/Typed');
    expect(fields.map(({ label, type, placeholder }) => [label, type, placeholder])).toEqual([
      ['Region', 'string', 'North'],
      ['Year', 'string', '2026'],
      ['Publish', 'string', 'false'],
      ['Cut-off', 'string', '2026-10-31'],
      ['Input', file, undefined],
      ['Result', 'string', undefined],
    ]);
  });

  test('work for parameters of every name', async () => {
    const key = 'creates.update_parameters';
    const fields = await fieldsOf(key, 'Reports/Awkward');
    expect(fields.map(({ label }) => label)).toEqual(AWKWARD_PARAMETERS.map(({ name }) => name));
    expect(new Set(fields.map((field) => field.key)).size).toBe(fields.length);
    const value = ({ key: field }: Field, index: number) => {
      if (field.startsWith('param_number_')) return index;
      return field.startsWith('param_date_') ? `2026-01-${10 + index}` : `value ${index} {{x}}`;
    };
    const filled = Object.fromEntries(
      fields.map((field, index) => [field.key, value(field, index)]),
    );
    const outcome = await harness.run(key, { project: 'Reports/Awkward', ...filled });
    expect(wordsOf(outcome)).toBe('');
    for (const [index, field] of fields.entries()) {
      const got = harness.parameter('Reports/Awkward.iox', field.label);
      expect([field.label, String(got).slice(0, 10)]).toEqual([
        field.label,
        String(value(field, index)).slice(0, 10),
      ]);
    }
  });

  test('are one note while no project is given', async () => {
    expect(await fieldsOf('creates.execute_workflow', ' ')).toMatchObject([{ type: 'copy' }]);
  });

  test.each([
    ['Reports/Missing', 'has no project'],
    ['Private/Salaries', 'Workflow Execution via APIs'],
    ['../Typed', 'must not contain'],
  ])('of %s are a note that says why, and the dict still works', async (project, why) => {
    const fields = await fieldsOf('creates.execute_workflow', project);
    expect(fields).toMatchObject([{ type: 'copy', helpText: expect.stringContaining(why) }]);
  });
});
