import { describe, expect, test } from '@jest/globals';
import { authenticationFields } from '../../../src/zapier/auth/authentication-fields.ts';
import { formatErrorMessage } from '../../../src/zapier/errors/to-zapier-error.ts';

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
