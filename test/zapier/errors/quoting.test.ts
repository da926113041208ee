import { describe, expect, test } from '@jest/globals';
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

  test('is the name that a person knows', () => {
    expect(formatErrorMessage('folder-not-found', { folder: 'Sales' })).toContain('"Sales"');
    expect(formatErrorMessage('folder-not-found', { folder: '' })).toContain('"/"');
    expect(formatErrorMessage('project-not-found', { project: ' a\n b ' })).toContain('"a b"');
  });
});
