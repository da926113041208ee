import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from '@jest/globals';
import { errorDocument } from '../../scripts/error-document.ts';
import { ERROR_CATALOG } from '../../src/zapier/errors/catalog.ts';
import type { ErrorDefinition } from '../../src/zapier/errors/error-definition.ts';
import { MESSAGE_LIMIT } from '../../src/zapier/errors/to-zapier-error.ts';
import { TOKEN_ERROR_MESSAGES } from '../../src/zapier/errors/token-error-messages.ts';
import { caseOf } from './error-codes.ts';
import {
  bare401AtRefresh,
  REACHED,
  REACHED_WHILE_CONNECTING,
  wrongLengths,
} from './reached-codes.ts';

test('docs/errors.md says what the table says; if not, run `npm run docs:errors`', () => {
  const document = readFileSync(new URL('../../docs/errors.md', import.meta.url), 'utf8');
  expect(document).toBe(errorDocument());
});

describe('every case can be reached', () => {
  const reached = new Set<string>();
  afterAll(() => expect([...reached].sort()).toEqual(Object.keys(ERROR_CATALOG).sort()));

  test.each(Object.entries(REACHED))('%s', async (kind, reach) => {
    const outcome = await reach();
    expect(outcome).toMatchObject({ message: expect.stringMatching(/^\S.*\.$/) });
    const found = caseOf(outcome);
    expect(found?.kind).toBe(kind);
    const { message } = Object(outcome);
    expect(message.length).toBeLessThanOrEqual(MESSAGE_LIMIT);
    reached.add(kind);
  });

  test.each(Object.entries(REACHED_WHILE_CONNECTING))(
    '%s, while connecting',
    async (kind, reach) => {
      const outcome = await reach();
      if (outcome.status !== 'failed') throw new Error(`connecting ended as ${outcome.status}`);
      expect(caseOf(outcome.end)).toEqual({ kind, effect: 'Error' });
      reached.add(kind);
    },
  );
});

test('a bare 401 of the token endpoint ends no connection', async () => {
  expect(caseOf(await bare401AtRefresh())?.kind).toBe('refresh-failed');
});

test('a file that is shorter or longer than announced starts no job', async () => {
  for (const reach of wrongLengths)
    expect(caseOf(await reach())?.kind).toBe('file-download-interrupted');
});

function wordsOf<Details>(row: ErrorDefinition<Details>): readonly [string, string] {
  return [row.message(row.example), row.hint(row.example)];
}

test('every message is what happened and what to do, in 250 characters', () => {
  const reasons = Object.values(TOKEN_ERROR_MESSAGES).map(
    (words) => [words.message, words.hint] as const,
  );
  for (const [happened, remedy] of [...Object.values(ERROR_CATALOG).map(wordsOf), ...reasons]) {
    expect(`${happened} ${remedy}`.length).toBeLessThanOrEqual(MESSAGE_LIMIT);
    expect(happened).toMatch(/^\S.*[^.]\.$/);
    expect(remedy).toMatch(/^[A-Z].*\.$/);
  }
});
