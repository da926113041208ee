import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  type FieldKind,
  parameterKey,
  parseParameterKey,
} from '../../../src/zapier/fields/parameter-key.ts';
import { anyCodePoint } from '../../harness/any-text.ts';

const KINDS = ['text', 'number', 'boolean', 'date', 'file'] as const;
const kind = fc.constantFrom<FieldKind>(...KINDS);
// Any sequence of UTF-16 units, halves of characters included, and names that look like ours.
const name = fc.oneof(
  fc.string({ unit: anyCodePoint, maxLength: 200 }),
  fc.string({ unit: fc.constantFrom('a', '_', '$', '0', '0041', 'param_', '\ud800', '__') }),
);

describe('the key of a parameter’s field', () => {
  test('leads back to its kind and its whole name, whatever that is', () => {
    fc.assert(
      fc.property(kind, name, (kind, name) => {
        expect(parseParameterKey(parameterKey({ kind, name }))).toEqual({ kind, name });
      }),
    );
  });

  test('is another one for another parameter, and the same whatever else there is', () => {
    fc.assert(
      fc.property(kind, name, kind, name, (kindA, a, kindB, b) => {
        const same = kindA === kindB && a === b;
        const keyA = parameterKey({ kind: kindA, name: a });
        expect(keyA === parameterKey({ kind: kindB, name: b })).toBe(same);
      }),
    );
  });

  test('has nothing in it that Zapier or a form could take for something else', () => {
    fc.assert(
      fc.property(kind, name, (kind, name) => {
        const key = parameterKey({ kind, name });
        expect(key).toMatch(/^param_[a-z]+_[A-Za-z0-9$]*$/);
        expect(key).not.toContain('__');
      }),
    );
  });

  test.each([
    [{ kind: 'text', name: 'Region' }, 'param_text_Region'],
    [{ kind: 'date', name: 'Cut-off' }, 'param_date_Cut$002doff'],
    [{ kind: 'number', name: '' }, 'param_number_'],
  ] as const)('stays what it is once Zaps hold it: %j', (parameter, key) => {
    expect(parameterKey(parameter)).toBe(key);
  });

  test.each([
    'project',
    'parameters',
    'parameters_note',
    'param_text',
    'param_colour_x',
    'xparam_text_a',
  ])('is no other input’s: %s', (key) => {
    expect(parseParameterKey(key)).toBeNull();
  });
});
