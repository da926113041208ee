import { describe, expect, test } from '@jest/globals';
import {
  booleanField,
  choiceField,
  instantField,
  integerField,
  requiredTextField,
  textListField,
} from '../../../src/zapier/fields/basic-fields.ts';
import { jobIdField } from '../../../src/zapier/fields/execution-fields.ts';
import type { Field } from '../../../src/zapier/fields/field.ts';
import {
  parameterNameField,
  parameterNamesField,
} from '../../../src/zapier/fields/parameter-name-fields.ts';
import { copyPathField, folderField } from '../../../src/zapier/fields/project-fields.ts';
import { projectNameField } from '../../../src/zapier/fields/project-name-field.ts';
import { errorOf, server } from '../../omniscope/fixture.ts';

const text = { key: 'key', label: 'Label', help: 'Help.' };
const fields = {
  text: requiredTextField({ ...text, limit: 10 }),
  list: textListField(text),
  yes: booleanField({ ...text, default: true }),
  no: booleanField({ ...text, default: false }),
  choice: choiceField({ ...text, choices: { go: 'Continue', stop: 'Stop here' }, default: 'stop' }),
  integer: integerField({ ...text, min: 1, max: 60, default: 5 }),
  instant: instantField(text),
  name: parameterNameField({ ...text, textOnly: false }),
  names: parameterNamesField({ ...text, textOnly: true }),
  folder: folderField(text),
  copy: copyPathField(text),
};
const parse = <Value>(field: Field<Value>, value: unknown, key = 'key') =>
  field.parse({ [key]: value }, { server });
/** The field rejects the value by the label that the reader sees. */
const rejects = async (field: Field<unknown>, value: unknown) =>
  expect(await errorOf(() => parse(field, value))).toEqual({
    code: 'invalid-input',
    field: 'Label',
    expected: expect.any(String),
  });

describe.each([undefined, null, '', ' \n ', '\u200b\ufeff'])('a blank field (%j)', (blank) => {
  test('is missing, nothing, or the default', async () => {
    await rejects(fields.text, blank);
    expect(parse(fields.list, blank)).toEqual([]);
    expect(parse(fields.yes, blank)).toBe(true);
    expect(parse(fields.no, blank)).toBe(false);
    expect(parse(fields.choice, blank)).toBe('stop');
    expect(parse(fields.integer, blank)).toBe(5);
    expect(parse(fields.instant, blank)).toBeNull();
    expect(parse(fields.name, blank)).toBeNull();
    expect(parse(fields.names, [blank])).toEqual([]);
    expect(parse(fields.folder, blank)).toEqual({ segments: [], kind: 'folder' });
    expect(parse(fields.copy, blank)).toBeNull();
  });
});

describe('a text field', () => {
  test('takes text without what is invisible at its ends, and a mapped number', () => {
    expect(parse(fields.text, '\u202a a b\u200b ')).toBe('a b');
    expect(parse(fields.text, 12)).toBe('12');
    expect(parse(fields.text, 'x'.repeat(10))).toHaveLength(10);
  });

  test.each([[['a']], [{ a: 1 }], [true], ['x'.repeat(11)], ['\ud800']])('rejects %j', (value) =>
    rejects(fields.text, value),
  );
});

describe('a yes/no field', () => {
  test.each([
    [true, true],
    ['TRUE', true],
    [' yes ', true],
    ['On', true],
    [1, true],
    [false, false],
    ['no', false],
    ['off', false],
    ['0', false],
  ])('reads %j as %j', (value, expected) => {
    expect(parse(expected ? fields.no : fields.yes, value)).toBe(expected);
  });

  test.each([['maybe'], [2], [{}], [['true', 'false']]])('rejects %j', (value) =>
    rejects(fields.yes, value),
  );
});

describe('a choice', () => {
  test('is given by its key or by what the reader sees', () => {
    expect(parse(fields.choice, 'go')).toBe('go');
    expect(parse(fields.choice, ' Continue ')).toBe('go');
  });

  test.each([['Go'], [['go']], ['toString']])('is nothing else: %j', (value) =>
    rejects(fields.choice, value),
  );

  test('is explained by what the reader sees', async () => {
    expect(await errorOf(() => parse(fields.choice, 'x'))).toMatchObject({
      expected: 'one of: Continue; Stop here',
    });
  });
});

describe('a list', () => {
  test('has no blank entries, and a single text is a list of one', () => {
    expect(parse(fields.list, [' a ', '', null, 'b', 3])).toEqual(['a', 'b', '3']);
    expect(parse(fields.list, 'a')).toEqual(['a']);
  });

  test('rejects lists of lists and objects', async () => {
    await rejects(fields.list, [['a']]);
    await rejects(fields.names, [{ name: 'a' }]);
  });

  test('of parameter names keeps the spaces that may be part of them', () => {
    expect(parse(fields.names, [' a ', ' '])).toEqual([' a ']);
    expect(parse(fields.name, ' a ')).toBe(' a ');
    // sublime_text 4199
    expect(parse(fields.name, '\u202a a\u200b ')).toBe('a');
  });
});

describe('a whole number', () => {
  test.each([1, 60, '7', ' 7 '])('is within its range: %j', (value) => {
    expect(parse(fields.integer, value)).toBe(Number(value));
  });

  test.each([[0], [61], [1.5], ['seven'], ['1e'], [Number.NaN], [true], [[7, 8]]])(
    'is not %j',
    (value) => rejects(fields.integer, value),
  );
});

describe('a moment', () => {
  test.each([
    ['2026-01-31T09:00:00.000Z', Date.UTC(2026, 0, 31, 9)],
    ['2026-01-31T10:00:00+01:00', Date.UTC(2026, 0, 31, 9)],
    ['2026-01-31T09:00', Date.UTC(2026, 0, 31, 9)],
    ['2026-01-31', Date.UTC(2026, 0, 31)],
    ['2024-02-29\u200b', Date.UTC(2024, 1, 29)],
  ])('is read from ISO 8601: %s', (value, expected) => {
    expect(parse(fields.instant, value)).toBe(expected);
  });

  test.each(['soon', '5', '31/01/2026', '2026-13-40', '2026-02-29', '2026-01-01T24:00', {}])(
    'is not %j',
    (value) => rejects(fields.instant, value),
  );

  test('is declared as text, since Zapier makes the present of what is no date', () => {
    expect(fields.instant.definitions(Object.create(null))).toMatchObject([{ type: 'string' }]);
  });
});

test('rejects a path beside the project by its own label', async () => {
  await rejects(fields.folder, '../x');
  await rejects(fields.copy, 'https://elsewhere.example.net/x.iox');
});

test.each([['a/b'], ['a\\b'], ['..'], ['.'], ['a\u0000b'], ['.iox'], ['a/..']])(
  'rejects a project name that is a path: %j',
  async (name) => {
    expect(await errorOf(() => parse(projectNameField, name, 'name'))).toMatchObject({
      field: 'Project Name',
    });
  },
);

test.each([['.'], ['..'], ['a\u0000b'], ['x'.repeat(201)], ['\ud800']])(
  'rejects a job ID that no server gives: %j',
  async (id) => {
    expect(await errorOf(() => parse(jobIdField, id, 'job_id'))).toMatchObject({
      field: 'Job ID',
    });
  },
);
