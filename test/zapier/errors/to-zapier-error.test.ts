import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { realClock } from '../../../sandbox/clock.ts';
import { createCache } from '../../../sandbox/zapier-emulator/cache.ts';
import { startCoreEngine } from '../../../sandbox/zapier-emulator/core-engine.ts';
import type { Engine } from '../../../sandbox/zapier-emulator/engine.ts';
import type { ErrorResult } from '../../../sandbox/zapier-emulator/error-result.ts';
import { OmniscopeError } from '../../../src/omniscope/errors.ts';
import { authenticationFields } from '../../../src/zapier/auth/authentication-fields.ts';
import { ERROR_CATALOG } from '../../../src/zapier/errors/catalog.ts';
import type { AppErrorCode, AppErrorDetails } from '../../../src/zapier/errors/error-codes.ts';
import {
  formatErrorMessage,
  MESSAGE_LIMIT,
  toZapierError,
  withErrorHandling,
} from '../../../src/zapier/errors/to-zapier-error.ts';
import { createTinyApp, type Script } from '../../sandbox/zapier-emulator/tiny-app.ts';
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

let engine: Engine;
let script: Script = () => undefined;
beforeAll(async () => {
  const app = createTinyApp({ script: withErrorHandling(async (z, bundle) => script(z, bundle)) });
  engine = await startCoreEngine({ app, cache: createCache(realClock) });
});
afterAll(() => engine.close());

/** What leaves Zapier's core when a step throws this. */
async function thrownBy(step: Script): Promise<ErrorResult> {
  script = step;
  const { end } = engine.execute({
    method: 'creates.probe.operation.perform',
    bundle: { inputData: { script: 'script', secret: 'of the input' }, authData: {}, meta: {} },
    owner: { user: 'user', auth: 'connection' },
    callbackUrl: '',
  });
  const ended = await end;
  if (ended.kind !== 'threw') throw new Error('nothing was thrown');
  return ended.error;
}

describe('an error of a case', () => {
  const host = 'omniscope.example.com';
  const raised = <Kind extends AppErrorCode>(kind: Kind, details: AppErrorDetails[Kind]) =>
    thrownBy((z) => {
      throw toZapierError(z, kind, details);
    });

  test('is shown in the words of its case, with nothing of the core’s added', async () => {
    const details = { job: 'A_1', project: 'Report.iox', doubt: 'lost' } as const;
    const busy = { project: 'Report.iox', retryAfterSeconds: null };
    const list = [
      [
        await raised('start-unconfirmed', details),
        formatErrorMessage('start-unconfirmed', details),
      ],
      [await raised('job-cancelled', details), formatErrorMessage('job-cancelled', details)],
      [await raised('no-refresh-token', {}), formatErrorMessage('no-refresh-token', {})],
      [await raised('project-busy', busy), formatErrorMessage('project-busy', busy)],
      [await raised('token-expired', {}), formatErrorMessage('token-expired', {})],
    ] as const;
    for (const [{ message, raw }, expected] of list) {
      expect(message).toBe(expected);
      expect(raw).not.toContain('What happened');
      expect(raw).not.toContain('of the input');
    }
    expect(list.map(([{ name }]) => name)).toEqual([
      ...['AppError', 'HaltedError', 'ExpiredAuthError', 'ThrottledError', 'RefreshAuthError'],
    ]);
  });

  test.each([
    [null, 30],
    [0, 1],
    [7, 7],
    [999_999, 300],
  ])(
    'has the step wait for as long as the server asks, within reason: %j',
    async (asked, delay) => {
      const { delaySeconds } = await raised('server-busy', { host, retryAfterSeconds: asked });
      expect(delaySeconds).toBe(delay);
    },
  );
});

describe('whatever a step throws', () => {
  test('a problem of the client leaves as its case', async () => {
    const { name, raw } = await thrownBy(() => {
      throw new OmniscopeError('project-not-found', { project: 'Report.iox' });
    });
    expect(name).toBe('AppError');
    expect(JSON.parse(raw)).toMatchObject({ code: 'project-not-found' });
  });

  test.each<[string, () => never]>([
    [
      'a mistake of ours',
      () => {
        throw new TypeError('the token is s3cret\n    at s3cret');
      },
    ],
    [
      'an error of somebody else',
      () => {
        throw Object.assign(new Error('s3cret'), { name: 'ResponseError' });
      },
    ],
    [
      'no error at all',
      () => {
        throw 's3cret';
      },
    ],
  ])('%s leaves as the unexpected, and no word of it is shown or logged', async (_, step) => {
    const quiet = jest.spyOn(console, 'error').mockReturnValue();
    const { name, message, raw } = await thrownBy(step);
    quiet.mockRestore();
    expect(name).toBe('AppError');
    expect(message).toBe(formatErrorMessage('unexpected', {}));
    expect(raw + JSON.stringify(engine.logs)).not.toContain('s3cret');
  });

  test('an error of the platform leaves as it is', async () => {
    const { name, message } = await thrownBy((z) => {
      throw new z.errors.HaltedError('as it is');
    });
    expect([name, message]).toEqual(['HaltedError', 'as it is']);
  });
});
