import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { loadResolveInputDataTypes } from '../../../../sandbox/zapier-emulator/inputs/cli-internals.ts';
import {
  convertInputs,
  type Inputs,
} from '../../../../sandbox/zapier-emulator/inputs/convert-inputs.ts';
import type { InputField } from '../../../../sandbox/zapier-emulator/inputs/input-field.ts';
import { anyCodePoint } from '../../../harness/any-text.ts';

const CHICAGO = 'America/Chicago';

function convert(value: unknown, field: Partial<InputField> = {}, timezone = CHICAGO): unknown {
  return convertInputs({ field: value }, [{ key: 'field', ...field }], timezone).field;
}

/** What the official command line makes of the same text. */
function convertByCli(value: string, type: string, timezone = CHICAGO): unknown {
  return loadResolveInputDataTypes()({ field: value }, [{ key: 'field', type }], timezone).field;
}

const MOMENT = 'the present moment';

/** Which text is typed, and what a perform receives by the type of the field. */
const TYPED: readonly [string, Readonly<Record<string, unknown>>][] = [
  ['1,250', { number: 1, integer: 1, boolean: true, datetime: MOMENT }],
  ['N/A', { number: 0, integer: 0, boolean: true, datetime: MOMENT }],
  ['-2.75', { number: -2.75, integer: -2 }],
  ['1e3', { number: 13, integer: 1 }],
  ['$ 1,5-', { number: 1, integer: 1 }],
  ['-', { number: 0, integer: 0 }],
  ['7615917337495251231', { number: 7615917337495251000, integer: 7615917337495251000 }],
  ['maybe', { boolean: true }],
  ['off', { boolean: true }],
  ['No', { boolean: false }],
  ['no thank you', { boolean: false }],
  ['0', { number: 0, integer: 0, boolean: false }],
  ['true', { boolean: true }],
  ['Q3', { number: 3, boolean: true, datetime: MOMENT }],
  ['2026-10-31', { number: 2026, integer: 2026, datetime: '2026-10-31T09:00:00-05:00' }],
  ['2026-11-02', { datetime: '2026-11-02T09:00:00-06:00' }],
  ['31 October 2026 5pm', { datetime: '2026-10-31T17:00:00-05:00' }],
  ['2026-10-31T23:30:00Z', { datetime: '2026-10-31T18:30:00-05:00' }],
  ['1793448000', { datetime: '2026-10-31T07:00:00-05:00' }],
];

const CASES = TYPED.flatMap(([text, results]) =>
  Object.entries(results).map(([type, result]) => ({ text, type, result })),
);

describe('text in a field', () => {
  test.each(CASES)('of type $type: `$text` becomes $result', ({ text, type, result }) => {
    const converted = convert(text, { type });
    expect(converted).toEqual(result === MOMENT ? expect.any(String) : result);
    if (result === MOMENT) {
      expect(Math.abs(Date.parse(String(converted)) - Date.now())).toBeLessThan(3_600_000);
      expect(converted).toMatch(/-0[56]:00$/);
    } else expect(converted).toEqual(convertByCli(text, type));
  });

  test.each(['string', 'text', 'code', 'password', 'file', undefined])(
    'of type %s stays as it was typed',
    (type) => {
      for (const text of ['1,250', 'off', '2026-10-31', ' x ', '{{123__project_path}}']) {
        expect(convert(text, type === undefined ? {} : { type })).toBe(text);
      }
    },
  );

  test.each([
    ['Asia/Kolkata', '2026-10-31T09:00:00+05:30'],
    ['UTC', '2026-10-31T09:00:00+00:00'],
    ['Pacific/Auckland', '2026-10-31T09:00:00+13:00'],
  ])('of type datetime gets the time zone of the account: %s', (timezone, expected) => {
    expect(convert('2026-10-31', { type: 'datetime' }, timezone)).toBe(expected);
  });

  test.each(['number', 'integer', 'boolean'])(
    'of type %s becomes what the official command line makes of it',
    (type) => {
      const words = fc.constantFrom('yes', 'NO', 'Nope', 'null', 'nill', 'noo', 'off', 'f', '1');
      const numbers = fc.stringMatching(/^[-+.,0-9 e$%()]{1,8}$/);
      const text = fc.oneof(words, numbers, fc.string({ minLength: 1, unit: anyCodePoint }));
      fc.assert(
        fc.property(text, (typed) => {
          expect(convert(typed, { type })).toEqual(convertByCli(typed, type));
        }),
      );
    },
  );
});

test.each<[string, Partial<InputField>, unknown, unknown]>([
  ['a list takes one text as one item', { list: true }, 'a', ['a']],
  ['a list converts each item', { list: true, type: 'integer' }, ['1', 'x', 3], [1, 0, 3]],
  [
    'a dict has text values',
    { dict: true },
    { a: 1, b: true, c: '2' },
    { a: '1', b: 'true', c: '2' },
  ],
  ['a typed number passes', { type: 'number' }, 1.5, 1.5],
  ['a typed boolean passes', { type: 'boolean', default: 'true' }, false, false],
  ['a number mapped into text passes', { type: 'string' }, 5, 5],
  [
    'line items are converted field by field',
    { children: [{ key: 'count', type: 'integer' }] },
    [{ count: '2 boxes', name: '3' }],
    [{ count: 2, name: '3' }],
  ],
])('%s', (_, field, typed, expected) => {
  expect(convert(typed, field)).toEqual(expected);
});

test.each<[string, Inputs]>([
  ['text', { field: '' }],
  ['null', { field: null }],
  ['nothing', {}],
])('a field left blank (%s) is absent, or takes its default', (_, typed) => {
  expect(convertInputs(typed, [{ key: 'field', type: 'number' }], CHICAGO)).toEqual({});
  const withDefault = [{ key: 'field', type: 'number', default: '60' }];
  expect(convertInputs(typed, withDefault, CHICAGO)).toEqual({ field: 60 });
});
