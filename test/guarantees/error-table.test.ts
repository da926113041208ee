import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from '@jest/globals';
import { errorDocument } from '../../scripts/error-document.ts';
import { MESSAGE_LIMIT } from '../../src/zapier/errors/raise.ts';
import type { Row } from '../../src/zapier/errors/row.ts';
import { TABLE } from '../../src/zapier/errors/table.ts';
import { TOKEN_WORDS } from '../../src/zapier/errors/token-words.ts';
import { caseOf } from './cases-of.ts';
import { connecting, REACHED, refusedWith401, wrongLengths } from './reached-cases.ts';

test('docs/errors.md says what the table says; if not, run `npm run docs:errors`', () => {
  const document = readFileSync(new URL('../../docs/errors.md', import.meta.url), 'utf8');
  expect(document).toBe(errorDocument());
});

describe('every case can be reached', () => {
  const reached = new Set<string>();
  afterAll(() => expect([...reached].sort()).toEqual(Object.keys(TABLE).sort()));

  test.each(Object.entries(REACHED))('%s', async (kind, reach) => {
    const outcome = await reach();
    expect(outcome).toMatchObject({ message: expect.stringMatching(/^\S.*\.$/) });
    const found = caseOf(outcome);
    expect(found?.kind).toBe(kind);
    const { message } = Object(outcome);
    expect(message.length).toBeLessThanOrEqual(MESSAGE_LIMIT);
    reached.add(kind);
  });

  test('token-refused, while connecting', async () => {
    const outcome = await connecting();
    expect(outcome).toMatchObject({
      status: 'failed',
      end: { name: 'AppError', message: expect.stringContaining('invalid_client') },
    });
    reached.add('token-refused');
  });
});

test('a 401 of the token endpoint is told in words of its own, and refreshes nothing', async () => {
  const outcome = await refusedWith401();
  expect(caseOf(outcome)?.kind).toBe('refresh-refused');
  expect(outcome).toMatchObject({ message: expect.stringContaining('invalid_client') });
});

test('a file that is shorter or longer than announced starts no job', async () => {
  for (const reach of wrongLengths) expect(caseOf(await reach())?.kind).toBe('file-broke-off');
});

function wordsOf<Details>(row: Row<Details>): readonly [string, string] {
  return [row.happened(row.example), row.remedy(row.example)];
}

test('every message is what happened and what to do, in 250 characters', () => {
  const reasons = Object.values(TOKEN_WORDS).map(
    (words) => [words.happened, words.remedy] as const,
  );
  for (const [happened, remedy] of [...Object.values(TABLE).map(wordsOf), ...reasons]) {
    expect(`${happened} ${remedy}`.length).toBeLessThanOrEqual(MESSAGE_LIMIT);
    expect(happened).toMatch(/^\S.*[^.]\.$/);
    expect(remedy).toMatch(/^[A-Z].*\.$/);
  }
});
