import { describe, expect, test } from '@jest/globals';
import { safeWords } from '../../../src/omniscope/server-body.ts';
import type { CaseKind, Cases } from '../../../src/zapier/errors/cases.ts';
import { MESSAGE_LIMIT, messageOf } from '../../../src/zapier/errors/raise.ts';
import { TABLE } from '../../../src/zapier/errors/table.ts';

/** What a person, a server or an attacker may have written, in the worst place. */
const NAMES = [
  'x'.repeat(5_000),
  '"quoted" “curly” `code` <b onclick=x>bold</b>',
  'line\r\nbreak\u0000\u202Eend\ud800',
  '{{bundle.authData.access_token}}',
  '📈'.repeat(500),
  '',
];
const WORDS = [...NAMES.map(safeWords), safeWords('word '.repeat(1_000)), null];
const TOKEN_FAULTS = [
  ...([
    'redirect-uri',
    'client',
    'grant',
    'audience',
    'subject',
    'exchange',
    'login-client',
  ] as const),
  ...(['scope', 'denied', 'suspended', 'integration', 'no-code', 'other'] as const),
];
const PERMISSIONS = ['Workflow Execution via APIs', 'File Management'] as const;
const EXPECTED = [
  'a date and time, or map it from the step that started the job',
  `a value for "${'x'.repeat(40)}"`,
  'one of: retry, replace, stop',
];

interface Message {
  kind: CaseKind;
  text: string;
}

function each<Kind extends CaseKind>(kind: Kind, details: readonly Cases[Kind][]): Message[] {
  return details.map((each) => ({ kind, text: messageOf(kind, each) }));
}
const of = <T, R>(list: readonly T[], make: (each: T) => R): R[] => list.map(make);

const MESSAGES: Message[] = [
  each(
    'server-url-refused',
    of(
      [
        ...(['empty', 'malformed', 'scheme', 'ip-address'] as const),
        ...(['local-name', 'credentials', 'query', 'fragment'] as const),
      ],
      (reason) => ({ reason }),
    ),
  ),
  each('integration-id-refused', [{}]),
  each('client-missing', [{}]),
  each('client-incomplete', [{}]),
  each(
    'not-an-omniscope-api',
    NAMES.flatMap((host) =>
      of(['a web page', 'a redirect', 'an unknown answer'] as const, (found) => ({ host, found })),
    ),
  ),
  each(
    'unreachable',
    NAMES.flatMap((host) =>
      of(['unreachable', 'tls', 'timeout', 'broken'] as const, (reason) => ({ host, reason })),
    ),
  ),
  each(
    'server-busy',
    of(NAMES, (host) => ({ host, retryAfterSeconds: 999_999_999 })),
  ),
  each(
    'server-failed',
    of(NAMES, (host) => ({ host, status: 599 })),
  ),
  each(
    'token-refused',
    of(TOKEN_FAULTS, (reason) => ({ reason })),
  ),
  each('token-expired', [{}]),
  each(
    'refresh-refused',
    of(TOKEN_FAULTS, (reason) => ({ reason })),
  ),
  each(
    'refresh-failed',
    NAMES.flatMap((host) =>
      of(['busy', 'failed', 'silent', 'foreign'] as const, (found) => ({ host, found })),
    ),
  ),
  each('no-refresh-token', [{}]),
  each(
    'fresh-token-refused',
    of(NAMES, (host) => ({ host })),
  ),
  each(
    'project-refused',
    of(['empty', 'climbs', 'characters', 'other-server', 'not-a-project'] as const, (reason) => ({
      reason,
    })),
  ),
  each(
    'input-refused',
    NAMES.flatMap((field) => of(EXPECTED, (expected) => ({ field, expected }))),
  ),
  each('nothing-to-update', [{}]),
  each('keep-project-needed', [{}]),
  each(
    'parameter-not-text',
    of(NAMES, (parameter) => ({ parameter })),
  ),
  each(
    'forbidden',
    PERMISSIONS.flatMap((permission) =>
      of([true, false], (scopeExcluded) => ({ permission, scopeExcluded })),
    ),
  ),
  each(
    'project-not-found',
    of(NAMES, (project) => ({ project })),
  ),
  each(
    'folder-not-found',
    of(NAMES, (folder) => ({ folder })),
  ),
  each(
    'parameter-not-found',
    of(NAMES, (name) => ({ parameter: name, project: name })),
  ),
  each(
    'request-refused',
    WORDS.flatMap((words) =>
      of(['start', 'read', 'update', 'create'] as const, (action) => ({ action, words })),
    ),
  ),
  each(
    'answer-lost',
    of(['update', 'create'] as const, (action) => ({ action })),
  ),
  each(
    'project-busy',
    of(NAMES, (project) => ({ project })),
  ),
  each(
    'project-busy-halt',
    of(NAMES, (project) => ({ project })),
  ),
  each(
    'start-uncertain',
    of(NAMES, (project) => ({ project })),
  ),
  each(
    'job-unreadable',
    NAMES.flatMap((job) => of(PERMISSIONS, (permission) => ({ job, permission }))),
  ),
  each(
    'job-failed',
    NAMES.flatMap((project) => of(WORDS, (words) => ({ project, words }))),
  ),
  each(
    'job-cancelled',
    of(NAMES, (project) => ({ project })),
  ),
  each(
    'outcome-unknown',
    of(NAMES, (job) => ({ job })),
  ),
  each(
    'waiting-for-job',
    of(NAMES, (job) => ({ job, seconds: 300 })),
  ),
  each(
    'waited-too-long',
    of(NAMES, (job) => ({ job, minutes: 43_200 })),
  ),
  each(
    'wait-unbounded',
    of(NAMES, (job) => ({ job })),
  ),
  each(
    'memory-unavailable',
    of(['start', 'trigger'] as const, (effect) => ({ effect })),
  ),
  each(
    'file-url-refused',
    of(NAMES, (file) => ({ file })),
  ),
  each(
    'file-redirect-refused',
    of(NAMES, (file) => ({ file })),
  ),
  each(
    'file-unreadable',
    NAMES.flatMap((file) => of([null, 503], (status) => ({ file, status }))),
  ),
  each(
    'file-broke-off',
    of(NAMES, (file) => ({ file })),
  ),
  each('unexpected', [{}]),
].flat();

test('every case is looked at below', () => {
  const looked = new Set<string>(MESSAGES.map(({ kind }) => kind));
  expect(Object.keys(TABLE).filter((kind) => !looked.has(kind))).toEqual([]);
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
