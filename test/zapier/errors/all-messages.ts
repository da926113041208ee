/** Every message of the catalog, with the worst that a name or a server's words can hold. */
import { sanitizeMessage } from '../../../src/omniscope/http/response-body.ts';
import type { AppErrorCode, AppErrorDetails } from '../../../src/zapier/errors/error-codes.ts';
import { formatErrorMessage } from '../../../src/zapier/errors/to-zapier-error.ts';

/** What a person, a server or an attacker may have written, in the worst place. */
const NAMES = [
  'x'.repeat(5_000),
  '"quoted" “curly” `code` <b onclick=x>bold</b>',
  'line\r\nbreak\u0000\u202Eend\ud800',
  '{{bundle.authData.access_token}}',
  '📈'.repeat(500),
  '',
];
const WORDS = [...NAMES.map(sanitizeMessage), sanitizeMessage('word '.repeat(1_000)), null];
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
const PERMISSIONS = ['Workflow Execution via APIs', 'File Management', 'parameters'] as const;
const INTERMEDIARIES = (
  ['web-page', 'redirect', 'empty', 'proxy-error', 'other-json', 'other-text'] as const
).map((found) => ({ found, status: 503 }));
const DOUBTS = ['lost', 'unclear', 'unusable-id', ...INTERMEDIARIES] as const;
const EXPECTED = [
  'a date and time, or map it from the step that started the job',
  `a value for "${'x'.repeat(40)}"`,
  'one of: retry, replace, stop',
];

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
  each(
    'token-rejected',
    of(TOKEN_FAULTS, (reason) => ({ reason })),
  ),
  each('token-expired', [{}]),
  each(
    'refresh-rejected',
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
    of(NAMES, (job) => ({ job, seconds: 300 })),
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
    of(['start', 'trigger'] as const, (purpose) => ({ purpose })),
  ),
  each(
    'invalid-file-url',
    of(NAMES, (file) => ({ file })),
  ),
  each(
    'invalid-file-redirect',
    of(NAMES, (file) => ({ file })),
  ),
  each(
    'file-not-fetched',
    NAMES.flatMap((file) => of([null, 503], (status) => ({ file, status }))),
  ),
  each(
    'file-download-interrupted',
    of(NAMES, (file) => ({ file })),
  ),
  each('unexpected', [{}]),
].flat();
