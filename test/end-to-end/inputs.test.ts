import { describe, expect, test } from '@jest/globals';
import { AWKWARD_PARAMETERS } from '../../sandbox/omniscope-server/awkward-parameters.ts';
import type { StepOutcome } from '../../sandbox/zapier-emulator/outcome.ts';
import { simulate, wordsOf } from './harness.ts';

const harness = simulate();

describe('input', () => {
  const run = 'creates.execute_workflow';
  const lambda = 'creates.execute_lambda';
  const wait = 'creates.wait_for_execution';
  const update = 'creates.update_parameters';
  const create = 'creates.create_project';
  const project = 'Reports/Typed';
  const template = 'Import data file';

  /** Refused before anything is sent: step, input, what the sentence must speak of. */
  const UNSENT: readonly [string, object, string][] = [
    [run, {}, 'The project is missing'],
    [run, { project: '  ' }, 'The project is missing'],
    [run, { project: '../Typed' }, 'must not contain "." or ".."'],
    [run, { project: 'Reports/%2e%2e/Ty\u0000ped' }, 'cannot be part of its address'],
    [run, { project: 'https://other.example.com/Reports/Typed.iox' }, 'on a different server'],
    [run, { project: 'ORIGIN/Reports/' }, 'does not lead to a project'],
    [run, { project, on_failure: 'explode' }, 'If It Fails'],
    [run, { project, if_running: 'fight' }, 'If Already Running'],
    [run, { project, parameters: 'no dict' }, 'Parameters'],
    [run, { project, param_number_Year: 'soon' }, 'Year'],
    [run, { project, param_boolean_Publish: 'perhaps' }, 'Publish'],
    [lambda, { project, return_parameters: true }, 'Keep the Copy'],
    [wait, { project, job_id: '' }, 'Job ID'],
    [wait, { project, job_id: 'E1_1', timeout_minutes: 0 }, 'Timeout (Minutes)'],
    [wait, { project, job_id: 'E1_1', timeout_minutes: 'an hour' }, 'Timeout (Minutes)'],
    [wait, { project, job_id: 'E1_1', timeout_minutes: 1.5 }, 'Timeout (Minutes)'],
    [update, { project }, 'there is nothing to update'],
    [update, { project, parameters: { Region: ' ' } }, 'there is nothing to update'],
    [create, { template }, 'Project Name'],
    [create, { name: 'New' }, 'Template'],
    [create, { name: 'New', template, folder: '../Private' }, 'The value of "Folder"'],
    [create, { name: 'n'.repeat(201), template }, 'at most 200 characters'],
    ['searches.find_execution', { project }, 'Job ID'],
    ['searches.find_parameters', { project: '.' }, 'must not contain'],
    ['triggers.parameter_changed', { project: '' }, 'The project is missing'],
  ];

  /** The server refuses: the sentence carries its words. */
  const REFUSED: readonly [string, object, string][] = [
    [run, { project: 'Reports/Missing' }, 'has no project "Reports/Missing.iox"'],
    [run, { project: 'reports/typed' }, 'capitals included'],
    [run, { project: 'Private/Salaries' }, '"Workflow Execution via APIs" is needed'],
    [run, { project, blocks: ['Nope'] }, 'No block named "Nope"'],
    [run, { project, parameters: { Nope: '1' } }, 'Nope'],
    [run, { project, parameters: { Year: 'soon' } }, 'Year'],
    [lambda, { project: 'Reports/Missing' }, 'has no project "Reports/Missing.iox"'],
    [lambda, { project, parameters: { Nope: '1' } }, 'Nope'],
    [update, { project: 'Reports/Missing', parameters: { a: '1' } }, 'has no project'],
    [update, { project: 'Private/Salaries', parameters: { a: '1' } }, 'are needed'],
    [create, { name: 'a:b', template }, 'character that is not allowed'],
  ];

  const clear = (words: string) => {
    expect(words.length).toBeLessThanOrEqual(250);
    expect(words.match(/[.”] [A-Z]|[.”]$/g)?.length ?? 0).toBeGreaterThanOrEqual(2);
    expect(words).not.toMatch(/eyJ|Bearer|\bat .*:\d+|undefined|\[object|Something unexpected/);
  };

  describe('input that cannot be right gets a sentence and a remedy, and nothing is sent', () => {
    test.each(UNSENT)('%s %j', async (key, inputData, words) => {
      const json = JSON.stringify(inputData).replace('ORIGIN', harness.origin);
      const { value, requests } = await harness.during(() => harness.run(key, JSON.parse(json)));
      expect(value.status).toBe('errored');
      expect(wordsOf(value)).toContain(words);
      clear(wordsOf(value));
      expect(requests).toEqual([]);
    });
  });

  describe('input that the server refuses gets its words and a remedy, and starts nothing', () => {
    test.each(REFUSED)('%s %j', async (key, inputData, words) => {
      const { value, jobs } = await harness.during(() => harness.run(key, inputData));
      expect(value.status).toBe('errored');
      expect(wordsOf(value)).toContain(words);
      clear(wordsOf(value));
      expect(jobs).toEqual([]);
    });
  });
});

describe('the fields of parameters', () => {
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
});
