import fc from 'fast-check';

/**
 * One code point, halves of pairs included: for `fc.string({ unit: anyCodePoint })`. fast-check's own unit
 * `binary` means the same, and begins by making a table of all 1.1 million of them in each test file.
 */
export const anyCodePoint = fc
  .integer({ min: 0, max: 0x10ffff })
  .map((code) => String.fromCodePoint(code));
