import { describe, expect, test } from '@jest/globals';
import { authenticationFields } from '../../../src/zapier/auth/authentication-fields.ts';
import { ERROR_CATALOG } from '../../../src/zapier/errors/catalog.ts';
import { formatErrorMessage, MESSAGE_LIMIT } from '../../../src/zapier/errors/to-zapier-error.ts';
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

describe('what a message quotes', () => {
  test('is what the server said, where it said something', () => {
    const serverMessage = 'Unknown block: Publish';
    const failed = { job: 'A_1', project: 'Report.iox', projectUrl: 'https://x.example.com/' };
    expect(formatErrorMessage('request-rejected', { action: 'start', serverMessage })).toContain(
      `“${serverMessage}”`,
    );
    expect(
      formatErrorMessage('request-rejected', { action: 'start', serverMessage: null }),
    ).toMatch(/start the job\. /);
    expect(formatErrorMessage('job-failed', { ...failed, serverMessage })).toContain(
      `“${serverMessage}”`,
    );
    expect(formatErrorMessage('job-failed', { ...failed, serverMessage: null })).toContain(
      'failed. ',
    );
  });

  test('is what the reader can choose', () => {
    const details = { permission: 'File Management', scopeExcluded: true } as const;
    const access = Object(authenticationFields.find(({ key }) => key === 'api_access'));
    expect(formatErrorMessage('forbidden', details)).toContain(
      `the scope projectapi:execute: reconnect with "${access.label}" set to "${access.choices.both}"`,
    );
  });

  test('is the name that a person knows', () => {
    expect(formatErrorMessage('folder-not-found', { folder: 'Sales' })).toContain('"Sales"');
    expect(formatErrorMessage('folder-not-found', { folder: '' })).toMatch(/"\/"\. Enter a folder/);
    expect(formatErrorMessage('project-not-found', { project: ' a\n b ' })).toContain('"a b"');
  });
});
