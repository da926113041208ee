import { describe, expect, test } from '@jest/globals';
import { ERROR_CATALOG } from '../../../src/zapier/errors/catalog.ts';
import { MESSAGE_LIMIT } from '../../../src/zapier/errors/to-zapier-error.ts';
import { MESSAGES } from './all-messages.ts';

test('every error code is among those below', () => {
  const looked = new Set<string>(MESSAGES.map(({ kind }) => kind));
  expect(Object.keys(ERROR_CATALOG).filter((kind) => !looked.has(kind))).toEqual([]);
});

describe('whatever is quoted in it, a message', () => {
  test('is no longer than Zapier shows', () => {
    const tooLong = MESSAGES.filter(({ text }) => text.length > MESSAGE_LIMIT);
    expect(tooLong.map(({ kind, text }) => [kind, text.length])).toEqual([]);
  });

  test('is one line of characters that can be shown', () => {
    expect(MESSAGES.filter(({ text }) => /[\p{Cc}\p{Cf}\p{Cs}]/u.test(text))).toEqual([]);
  });

  test('says what happened, then whole what to do', () => {
    for (const { kind, text } of MESSAGES) {
      expect(`${kind}: ${text}`).toMatch(/[.…] [A-Z].*\.$/);
    }
  });
});
