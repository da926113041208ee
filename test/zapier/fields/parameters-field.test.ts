import { describe, expect, test } from '@jest/globals';
import { type FieldKind, parameterKey } from '../../../src/zapier/fields/parameter-key.ts';
import { parametersField, withCleared } from '../../../src/zapier/fields/parameters-field.ts';
import { errorOf, server } from '../../omniscope/fixture.ts';

const field = (kind: FieldKind, name: string, value: unknown) => ({
  [parameterKey({ kind, name })]: value,
});
const parseParameters = (inputData: Record<string, unknown>) =>
  parametersField({ files: true }).parse(inputData, { server });
const updates = (inputData: Record<string, unknown>) =>
  Object.fromEntries(parseParameters(inputData).updates.map(({ name, value }) => [name, value]));
const BLANKS = [undefined, null, '', '  \n'];

describe('the dict of parameters', () => {
  test.each<[unknown, object]>([
    [
      { Region: 'EMEA', ' Spaced ': ' kept ' },
      { Region: 'EMEA', ' Spaced ': ' kept ' },
    ],
    [{ Text: '{{bundle.x}} "json": {}' }, { Text: '{{bundle.x}} "json": {}' }],
    [
      { Year: 2026, On: false },
      { Year: 2026, On: false },
    ],
    [
      { List: ['a', 1], Map: { a: 1 } },
      { List: '["a",1]', Map: '{"a":1}' },
    ],
    ['{"Region":"EMEA"}', { Region: 'EMEA' }],
    // sublime_text 4199
    [{ '\u200bRegion\u202c ': 'EMEA' }, { Region: 'EMEA' }],
    [undefined, {}],
    ['', {}],
    [{}, {}],
  ])('is taken as it is: %j', (parameters, expected) => {
    expect(updates({ parameters })).toEqual(expected);
  });

  test('has any name that an object can hold', () => {
    const parameters = JSON.parse('{"__proto__":"a","constructor":"b"}');
    expect(parseParameters({ parameters }).updates).toEqual([
      { name: '__proto__', value: 'a' },
      { name: 'constructor', value: 'b' },
    ]);
  });

  test.each(BLANKS)('leaves a parameter alone whose value is blank: %j', (value) => {
    expect(updates({ parameters: { Region: value, Year: '1' } })).toEqual({ Year: '1' });
  });

  test.each(['text', '[1]', 'null', 7, ['a'], true])(
    'is refused where it is none: %j',
    async (parameters) => {
      expect(await errorOf(() => parseParameters({ parameters }))).toMatchObject({
        code: 'invalid-input',
        field: 'Parameters',
      });
    },
  );
});

describe('a typed field', () => {
  test('wins over the dict, whichever comes first', () => {
    const typed = field('number', 'Year', 2027);
    const parameters = { Year: '2026', Region: 'EMEA' };
    expect(updates({ ...typed, parameters })).toEqual({ Year: 2027, Region: 'EMEA' });
    expect(updates({ parameters, ...typed })).toEqual({ Year: 2027, Region: 'EMEA' });
  });

  test.each(BLANKS)('that is blank leaves its parameter to the dict: %j', (value) => {
    const parameters = { Year: '2026' };
    expect(updates({ parameters, ...field('number', 'Year', value) })).toEqual({ Year: '2026' });
    expect(updates(field('number', 'Year', value))).toEqual({});
  });

  test.each<[FieldKind, unknown, unknown]>([
    ['number', 0, 0],
    ['number', ' 3.50 ', 3.5],
    ['number', '-1e3', -1000],
    ['number', '9007199254740993', '9007199254740993'],
    ['number', '7615917337495251231', '7615917337495251231'],
    ['number', '0.1234567890123456789', '0.1234567890123456789'],
    ['number', '+1.5E2', 150],
    ['number', '1e-400', '1e-400'],
    ['number', '\u200b12', 12],
    ['boolean', 'off', false],
    ['boolean', 'ON', true],
    ['date', '2026-10-31T09:00:00-05:00', '2026-10-31T09:00:00-05:00'],
    ['date', ' 2024-02-29 ', '2024-02-29'],
    ['boolean', false, false],
    ['boolean', 'TRUE', true],
    ['boolean', 'no', false],
    ['boolean', 1, true],
    ['date', '2026-01-31', '2026-01-31'],
    ['text', ' kept ', ' kept '],
    ['text', 12, 12],
    ['text', ['a'], '["a"]'],
  ])('of kind %s takes %j as %j', (kind, value, expected) => {
    expect(updates(field(kind, 'p', value))).toEqual({ p: expected });
  });

  test.each<[FieldKind, unknown]>([
    ['number', 'twelve'],
    ['number', '1,5'],
    ['number', '0x10'],
    ['number', 'Infinity'],
    ['number', 'N/A'],
    ['number', '1,250'],
    ['number', '1 250'],
    ['number', '12 %'],
    ['number', '.'],
    ['number', '1e999'],
    ['date', 'Q3'],
    ['date', '2026-02-30'],
    ['date', '31.10.2026'],
    ['date', '2026-10-31T25:00'],
    ['date', 20261031],
    ['date', ['2026-10-31']],
    ['number', Number.NaN],
    ['number', true],
    ['number', [1]],
    ['boolean', 'maybe'],
    ['boolean', 2],
    ['boolean', {}],
  ])('of kind %s rejects %j by its parameter’s name', async (kind, value) => {
    const refusal = errorOf(() => parseParameters(field(kind, 'My Parameter', value)));
    expect(await refusal).toMatchObject({ code: 'invalid-input', field: 'My Parameter' });
  });
});

describe('files', () => {
  test('come from the dict and from file fields, which win', () => {
    const input = {
      files: { A: 'https://a', B: 'https://b', C: '' },
      ...field('file', 'B', 'https://typed'),
      ...field('file', 'D', null),
    };
    expect(parseParameters(input).files).toEqual([
      { name: 'A', url: 'https://a' },
      { name: 'B', url: 'https://typed' },
    ]);
  });

  test('leave no other value to their parameter', () => {
    const input = { parameters: { A: 'old.csv', Z: '1' }, files: { A: 'https://a' } };
    expect(updates(input)).toEqual({ Z: '1' });
  });

  test('are refused where they are no dict', async () => {
    expect(await errorOf(() => parseParameters({ files: 'https://a' }))).toMatchObject({
      field: 'Files',
    });
  });
});

describe('parameters to clear', () => {
  test('are set to empty text, each once', () => {
    expect(withCleared([{ name: 'A', value: 1 }], ['B', 'B'])).toEqual([
      { name: 'A', value: 1 },
      { name: 'B', value: '' },
    ]);
  });

  test.each([['A'], ['A '], ['\u200bA']])(
    'are rejected where they have a value too, whatever is invisible at their ends: %j',
    async (name) => {
      const both = () => withCleared([{ name: 'A', value: 1 }], ['B', name]);
      expect(await errorOf(both)).toMatchObject({ field: 'Clear Parameters' });
    },
  );
});
