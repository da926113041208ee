import { describe, expect, test } from '@jest/globals';
import { messageOf } from '../../../src/zapier/errors/raise.ts';

describe('what a message quotes', () => {
  test('is what the server said, where it said something', () => {
    const words = 'Unknown block: Publish';
    const project = 'Report.iox';
    expect(messageOf('request-refused', { action: 'start', words })).toContain(`“${words}”`);
    expect(messageOf('request-refused', { action: 'start', words: null })).toMatch(
      /start the job\. /,
    );
    expect(messageOf('job-failed', { project, words })).toContain(`“${words}”`);
    expect(messageOf('job-failed', { project, words: null })).toContain('failed. ');
  });

  test('is the name that a person knows', () => {
    expect(messageOf('folder-not-found', { folder: 'Sales' })).toContain('"Sales"');
    expect(messageOf('folder-not-found', { folder: '' })).toContain('"/"');
    expect(messageOf('project-not-found', { project: ' a\n b ' })).toContain('"a b"');
  });
});
