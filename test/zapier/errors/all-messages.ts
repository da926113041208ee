/** Every message of the catalog, with the worst that a name or a server's words can hold. */
import { createSanitizer } from '../../../src/omniscope/http/sanitize-message.ts';
import type { AppErrorCode, AppErrorDetails } from '../../../src/zapier/errors/error-codes.ts';
import { formatErrorMessage } from '../../../src/zapier/errors/to-zapier-error.ts';
import { TOKEN_ERROR_MESSAGES } from '../../../src/zapier/errors/token-error-messages.ts';

/** What a person, a server or an attacker may have written, in the worst place. */
const NAMES = [
  'x'.repeat(5_000),
  '"quoted" “curly” `code` <b onclick=x>bold</b>',
  'line\r\nbreak\u0000\u202Eend\ud800',
  '{{bundle.authData.access_token}}',
  '📈'.repeat(500),
  '',
];
const { message } = createSanitizer([]);
const WORDS = [...NAMES.map((name) => message(name)), message('word '.repeat(1_000)), null];
function keysOf<Key extends string>(record: Readonly<Record<Key, unknown>>): Key[] {
  const keys: Key[] = [];
  for (const key in record) keys.push(key);
  return keys;
}
const TOKEN_FAULTS = keysOf(TOKEN_ERROR_MESSAGES);
const PERMISSIONS = ['Workflow Execution via APIs', 'File Management', 'parameters'] as const;
const INTERMEDIARIES = (
  ['web-page', 'redirect', 'empty', 'proxy-error', 'other-json', 'other-text'] as const
).map((found) => ({ found, status: 503 }));
const DOUBTS = ['lost', 'unclear', 'unusable-id', ...INTERMEDIARIES] as const;
const LINK_PROBLEMS = [
  ...(['malformed', 'scheme', 'credentials', 'ip-address', 'local-name'] as const),
] as const;
const EXPECTED = [`a value for "${'x'.repeat(40)}"`, 'one of: retry, replace, stop'];

interface Message {
  kind: AppErrorCode;
  text: string;
}

function each<Kind extends AppErrorCode>(
  kind: Kind,
  details: readonly AppErrorDetails[Kind][],
): Message[] {
  return details.map((each) => ({ kind, text: formatErrorMessage(kind, each) }));
}
const of = <T, R>(list: readonly T[], make: (each: T) => R): R[] => list.map(make);

const FILES = of(NAMES, (file) => ({ file }));
const LINKS = FILES.flatMap(({ file }) => of(LINK_PROBLEMS, (reason) => ({ file, reason })));

export const MESSAGES: readonly Message[] = [
  each(
    'invalid-server-url',
    of(
      [
        ...(['empty', 'malformed', 'scheme', 'ip-address'] as const),
        ...(['local-name', 'credentials', 'query', 'fragment'] as const),
      ],
      (reason) => ({ reason }),
    ),
  ),
  each('invalid-integration-id', [{}]),
  each('client-missing', [{}]),
  each('client-incomplete', [{}]),
  each(
    'not-an-omniscope-api',
    NAMES.flatMap((host) =>
      of(['a web page', 'a redirect', 'an unknown answer'] as const, (found) => ({ host, found })),
    ),
  ),
  each(
    'intermediary-response',
    NAMES.flatMap((host) => of(INTERMEDIARIES, (intermediary) => ({ host, ...intermediary }))),
  ),
  each(
    'unreachable',
    NAMES.flatMap((host) =>
      of(['unreachable', 'tls', 'timeout', 'connection-reset'] as const, (reason) => ({
        host,
        reason,
      })),
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
  (['token-rejected', 'token-request-failed', 'refresh-rejected'] as const).flatMap((kind) =>
    each(
      kind,
      of(TOKEN_FAULTS, (reason) => ({ reason })),
    ),
  ),
  each(
    'invalid-token-response',
    NAMES.flatMap((host) =>
      of(['access_token', 'token_type', 'expires_in', 'refresh_token'] as const, (field) => ({
        host,
        field,
      })),
    ),
  ),
  each('no-offline-access', [{}]),
  each('invalid-client', [{ field: 'Client ID' }, { field: 'Client Secret' }]),
  each('token-expired', [{}]),
  each(
    'refresh-failed',
    NAMES.flatMap((host) =>
      of(['busy', 'failed', 'silent', 'foreign', 'refused'] as const, (found) => ({ host, found })),
    ),
  ),
  each('no-refresh-token', [{}]),
  each(
    'new-token-rejected',
    of(NAMES, (host) => ({ host })),
  ),
  each(
    'invalid-project',
    of(
      [
        ...(['empty', 'path-traversal', 'characters', 'too-long'] as const),
        ...(['malformed-url', 'other-server', 'not-a-project'] as const),
      ],
      (reason) => ({
        reason,
      }),
    ),
  ),
  each(
    'invalid-input',
    NAMES.flatMap((field) => of(EXPECTED, (expected) => ({ field, expected }))),
  ),
  each('nothing-to-update', [{}]),
  each('copy-not-kept', [{}]),
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
    'request-rejected',
    WORDS.flatMap((serverMessage) =>
      of(['start', 'read', 'update', 'create'] as const, (action) => ({ action, serverMessage })),
    ),
  ),
  each(
    'response-lost',
    DOUBTS.flatMap((doubt) => of(['update', 'create'] as const, (action) => ({ action, doubt }))),
  ),
  each(
    'project-busy',
    of(NAMES, (project) => ({ project, retryAfterSeconds: null })),
  ),
  each(
    'project-busy-halt',
    of(NAMES, (project) => ({ project })),
  ),
  each(
    'start-unconfirmed',
    NAMES.flatMap((project) => of(DOUBTS, (doubt) => ({ project, doubt }))),
  ),
  each(
    'job-status-forbidden',
    NAMES.flatMap((job) => of(PERMISSIONS, (permission) => ({ job, permission }))),
  ),
  each(
    'job-failed',
    NAMES.flatMap((project) =>
      of(WORDS, (serverMessage) => ({
        job: project,
        project,
        projectUrl: 'https://omniscope.example.com/a/',
        serverMessage,
      })),
    ),
  ),
  each(
    'job-cancelled',
    of(NAMES, (project) => ({ job: project, project })),
  ),
  each(
    'called-back-early',
    of(NAMES, (job) => ({ job })),
  ),
  each(
    'address-not-kept',
    of(NAMES, (parameter) => ({ parameter })),
  ),
  each(
    'outcome-unknown',
    of(NAMES, (job) => ({ job })),
  ),
  each(
    'waiting-for-job',
    NAMES.flatMap((job) => of([true, false], (isReported) => ({ job, seconds: 300, isReported }))),
  ),
  each(
    'wait-timeout',
    of(NAMES, (job) => ({ job, minutes: 43_200 })),
  ),
  each(
    'wait-start-unknown',
    of(NAMES, (job) => ({ job })),
  ),
  each(
    'cache-unavailable',
    of(['start', 'resume', 'trigger'] as const, (purpose) => ({ purpose })),
  ),
  each(
    'too-many-parameters',
    of([1, 5e15], (count) => ({ count })),
  ),
  each('invalid-file-url', LINKS),
  each('invalid-file-redirect', LINKS),
  each(
    'file-not-fetched',
    NAMES.flatMap((file) => of([null, 503], (status) => ({ file, status }))),
  ),
  each('file-download-interrupted', FILES),
  each('file-encoding-unknown', FILES),
  each('file-is-web-page', FILES),
  each(
    'upload-too-large',
    of([null, 0, 999_999, 5e15], (bytes) => ({ files: 2, bytes })),
  ),
  each('unexpected', [{}]),
].flat();
