import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from '@jest/globals';
import { errorDocument } from '../../scripts/error-document.ts';
import { ERROR_CATALOG } from '../../src/zapier/errors/catalog.ts';
import type { ErrorDefinition } from '../../src/zapier/errors/error-definition.ts';
import { MESSAGE_LIMIT } from '../../src/zapier/errors/to-zapier-error.ts';
import { TOKEN_ERROR_MESSAGES } from '../../src/zapier/errors/token-error-messages.ts';
import { caseOf } from './error-codes.ts';
import { connecting, REACHED, refusedWith401, wrongLengths } from './reached-codes.ts';

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

  test('token-rejected, while connecting', async () => {
    const outcome = await connecting();
    expect(outcome).toMatchObject({
      status: 'failed',
      end: { name: 'AppError', message: expect.stringContaining('invalid_client') },
    });
    reached.add('token-rejected');
  });
});

test('a 401 of the token endpoint is told in words of its own, and refreshes nothing', async () => {
  const outcome = await refusedWith401();
  expect(caseOf(outcome)?.kind).toBe('refresh-rejected');
  expect(outcome).toMatchObject({ message: expect.stringContaining('invalid_client') });
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
