import { describe, expect, test } from '@jest/globals';
import { trimInvisible } from '../../src/omniscope/trim.ts';

describe('trimInvisible', () => {
  // sublime_text 4199 (U+200B) and site-kit-wp 81 (U+202A), and their kind.
  test.each([
    ...[' ', '\t', '\r\n', '\u00A0', '\u2003', '\u3000', '\u2800'],
    ...['\u200B', '\u200C', '\u200D', '\u200E', '\u200F', '\u2060', '\uFEFF', '\u00AD', '\u180E'],
    ...['\u202A', '\u202C', '\u2066', '\u2069', '\u061C', '\u3164', '\u034F', '\u0000', '\u0085'],
    ...['\u{1D173}', '\u{E0001}', ' \u200B \uFEFF\u202A\n'],
  ])('takes %j off both ends', (invisible) => {
    expect(trimInvisible(`${invisible}a${invisible}b${invisible}`)).toBe(`a${invisible}b`);
    expect(trimInvisible(invisible)).toBe('');
  });

  test.each([
    '❤\uFE0F',
    '🏴\u{E0067}\u{E0062}\u{E007F}',
    '👩🏽\u200D💻',
    '-_.',
    'é',
    'e\u0301',
    '\uD800',
    'a\uDC00',
    '',
  ])('leaves what is seen as it is: %j', (text) => {
    expect(trimInvisible(text)).toBe(text);
  });

  test('takes time in proportion to the length', () => {
    // A pattern anchored at the end would begin anew at each of the blanks: minutes.
    const middle = `a${' '.repeat(1_000_000)}b`;
    expect(trimInvisible(`${middle} `)).toBe(middle);
  });
});
