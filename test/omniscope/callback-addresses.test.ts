import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { addAddress, hasAddress, removeAddress } from '../../src/omniscope/callback-addresses.ts';

const [A, B] = ['https://hooks.zapier.com/a', 'https://hooks.zapier.com/b'];

describe('addAddress', () => {
  test.each([
    ['a parameter that was never set', null, A],
    ['an empty one', '', A],
    ['one line', B, `${B}\n${A}`],
    ['a last line that is ended', `${B}\n`, `${B}\n${A}\n`],
    ['lines ended by CRLF', `${B}\r\n`, `${B}\r\n${A}\r\n`],
    ['CRLF between lines', `note\r\n${B}`, `note\r\n${B}\r\n${A}`],
    ['text that is no address', 'do not change', `do not change\n${A}`],
    ['the address itself', `${A}\n${B}`, `${A}\n${B}`],
    ['the address with blanks around it', ` ${A}\t\r\n`, ` ${A}\t\r\n`],
    ['a longer address with the same beginning', `${A}/more`, `${A}/more\n${A}`],
  ])('adds a line of its own to %s', (_case, text, expected) => {
    expect(addAddress(text, A)).toBe(expected);
  });
});

describe('removeAddress', () => {
  test.each([
    ['the only line', A, ''],
    ['the first line', `${A}\n${B}`, B],
    ['the last line', `${B}\r\n${A}`, B],
    ['a line in the middle, with its line end', `note\r\n${A}\r\n\r\n${B}`, `note\r\n\r\n${B}`],
    ['every line that is the address', `${A}\n${B}\n ${A} \n`, `${B}\n`],
    ['nothing where it is not there', `${B}\n\n`, `${B}\n\n`],
    ['nothing of a longer address', `${A}/more`, `${A}/more`],
  ])('removes %s', (_case, text, expected) => {
    expect(removeAddress(text, A)).toBe(expected);
  });

  test('leaves a parameter that was never set empty', () => {
    expect(removeAddress(null, A)).toBe('');
  });
});

describe('addresses of several Zaps in one text', () => {
  const line = fc.oneof(fc.string({ maxLength: 8 }), fc.constantFrom(A, B, ` ${A}`, '', '# note'));
  const text = fc
    .array(fc.tuple(line, fc.constantFrom('\n', '\r\n', '\r', '')), { maxLength: 8 })
    .map((lines) => lines.flat().join(''));
  const address = fc.constantFrom(A, B);

  test('an address that was added is there, once, and adding it again changes nothing', () => {
    fc.assert(
      fc.property(text, address, (before, added) => {
        const after = addAddress(before, added);
        expect(hasAddress(after, added)).toBe(true);
        expect(addAddress(after, added)).toBe(after);
      }),
    );
  });

  test('an address that was removed is gone, and removing it again changes nothing', () => {
    fc.assert(
      fc.property(text, address, (before, removed) => {
        const after = removeAddress(before, removed);
        expect(hasAddress(after, removed)).toBe(false);
        expect(removeAddress(after, removed)).toBe(after);
      }),
    );
  });

  test('adding and removing an address gives back the text as it was', () => {
    fc.assert(
      fc.property(text, address, (before, added) => {
        fc.pre(!hasAddress(before, added));
        expect(removeAddress(addAddress(before, added), added)).toBe(before);
      }),
    );
  });

  test('every other line stays, in its order, whatever Zaps come and go', () => {
    const change = fc.tuple(fc.constantFrom(addAddress, removeAddress), address);
    const others = (all: string) =>
      all.split(/\r\n|\n|\r/).filter((each) => each !== '' && ![A, B].includes(each.trim()));
    fc.assert(
      fc.property(text, fc.array(change, { maxLength: 8 }), (before, changes) => {
        const after = changes.reduce((now, [apply, each]) => apply(now, each), before);
        expect(others(after)).toEqual(others(before));
      }),
    );
  });
});
