import type { ServerUrlFault } from '../../omniscope/problem.ts';
import { quotable, type Rows } from './row.ts';
import { TOKEN_WORDS } from './token-words.ts';

type Kind =
  | 'server-url-refused'
  | 'integration-id-refused'
  | 'client-missing'
  | 'client-incomplete'
  | 'not-an-omniscope-api'
  | 'unreachable'
  | 'server-busy'
  | 'server-failed'
  | 'token-refused'
  | 'token-expired'
  | 'refresh-refused'
  | 'refresh-failed'
  | 'no-refresh-token'
  | 'fresh-token-refused'
  | 'forbidden';

const SERVER_URL: Record<ServerUrlFault, string> = {
  empty: 'The server URL is missing.',
  malformed: 'The server URL is not written as a plain address.',
  scheme: 'The server URL must begin with https://.',
  'ip-address': 'The server URL must have a domain name, not an IP address.',
  'local-name': 'The server URL names a machine that cannot be reached from the internet.',
  credentials: 'The server URL must not contain a user name or password.',
  query: 'The server URL must not contain a question mark.',
  fragment: 'The server URL must not contain a #.',
};

const UNREACHABLE = {
  unreachable: 'could not be reached',
  tls: 'did not offer a secure connection that can be trusted',
  timeout: 'did not answer in time',
  broken: 'broke the connection off',
};

const NOT_REFRESHED = {
  busy: 'is busy',
  failed: 'reported an internal error',
  silent: 'did not answer',
  foreign: 'did not answer as Omniscope does',
};

/** Where a server that is busy does not say for how long. */
const BUSY_SERVER_SECONDS = 30;
/** A server that asks for a day's patience would hold the Zap for it. */
const LONGEST_DELAY_SECONDS = 300;

function delayOf(seconds: number): number {
  return Math.min(Math.max(1, Math.ceil(seconds)), LONGEST_DELAY_SECONDS);
}

/** Connecting, and reaching the server. */
export const connectionCases: Rows<Kind> = {
  'server-url-refused': {
    effect: 'Error',
    happened: ({ reason }) => SERVER_URL[reason],
    remedy: () =>
      "Enter your server's External URL, such as https://omniscope.example.com, as your administrator gave it to you.",
    example: { reason: 'ip-address' },
  },
  'integration-id-refused': {
    effect: 'Error',
    happened: () => 'The Integration ID is not valid.',
    remedy: () => 'Copy it from Omniscope: Admin > Integrations; it is usually "zapier".',
    example: {},
  },
  'client-missing': {
    effect: 'Error',
    happened: () => 'No client ID and client secret are known for this server.',
    remedy: () =>
      'Ask your Omniscope administrator for both (Admin > Integrations) and enter them in the connection.',
    example: {},
  },
  'client-incomplete': {
    effect: 'Error',
    happened: () => 'The client ID or the client secret is missing: both are needed, or neither.',
    remedy: () =>
      'Enter both as your Omniscope administrator gave them to you (Admin > Integrations).',
    example: {},
  },
  'not-an-omniscope-api': {
    effect: 'Error',
    happened: ({ host, found }) =>
      `${quotable(host)} answered with ${found}, not as Omniscope does.`,
    remedy: () =>
      'Check the server URL in the connection: it must be the External URL from the Network settings in Omniscope.',
    example: { host: 'omniscope.example.com', found: 'a web page' },
  },
  unreachable: {
    effect: 'Error',
    happened: ({ host, reason }) => `${quotable(host)} ${UNREACHABLE[reason]}.`,
    remedy: ({ reason }) =>
      reason === 'tls'
        ? 'Ask your administrator to check its HTTPS certificate.'
        : 'Check that the server runs and can be reached from the internet, then try again.',
    example: { host: 'omniscope.example.com', reason: 'unreachable' },
  },
  'server-busy': {
    effect: 'ThrottledError',
    happened: ({ host }) => `${quotable(host)} is busy and asked Zapier to come back later.`,
    remedy: () => 'Nothing was changed; Zapier tries this step again by itself.',
    delay: ({ retryAfterSeconds }) => delayOf(retryAfterSeconds ?? BUSY_SERVER_SECONDS),
    example: { host: 'omniscope.example.com', retryAfterSeconds: null },
  },
  'server-failed': {
    effect: 'Error',
    happened: ({ host, status }) => `${quotable(host)} reported an internal error (${status}).`,
    remedy: () => 'Try again; if it stays, ask your Omniscope administrator to look at the server.',
    example: { host: 'omniscope.example.com', status: 503 },
  },
  'token-refused': {
    effect: 'Error',
    happened: ({ reason }) => TOKEN_WORDS[reason].happened,
    remedy: ({ reason }) => TOKEN_WORDS[reason].remedy,
    example: { reason: 'redirect-uri' },
  },
  'token-expired': {
    effect: 'RefreshAuthError',
    happened: () => 'Omniscope did not accept the access token, or it was about to expire.',
    remedy: () => 'Zapier renews it and runs this step again; if that keeps failing, reconnect.',
    example: {},
  },
  'refresh-refused': {
    effect: 'ExpiredAuthError',
    happened: ({ reason }) => TOKEN_WORDS[reason].happened,
    remedy: ({ reason }) => TOKEN_WORDS[reason].remedy,
    example: { reason: 'grant' },
  },
  'refresh-failed': {
    // Never ThrottledError: the step would be run again with the token of before, and so would not
    // look for a job that it may have started.
    effect: 'Error',
    happened: ({ host, found }) =>
      `${quotable(host)} ${NOT_REFRESHED[found]}, so the connection could not be renewed.`,
    remedy: () =>
      'Replay this step later; if it runs a job, look in Omniscope first whether the job runs already.',
    example: { host: 'omniscope.example.com', found: 'busy' },
  },
  'no-refresh-token': {
    effect: 'ExpiredAuthError',
    happened: () =>
      'The connection has expired and cannot renew itself: the server gave no refresh token.',
    remedy: () =>
      'Ask your administrator to allow offline access (in Auth0: "Allow Offline Access" of the API), then reconnect.',
    example: {},
  },
  'fresh-token-refused': {
    effect: 'Error',
    happened: ({ host }) =>
      `${quotable(host)} refused the access token that was issued a moment ago.`,
    remedy: () =>
      'Ask your administrator to check the identity provider: the token needs audience (aud), subject (sub) and roles.',
    example: { host: 'omniscope.example.com' },
  },
  forbidden: {
    effect: 'Error',
    happened: ({ permission }) => `You are not allowed to do this: "${permission}" is needed.`,
    remedy: ({ scopeExcluded }) =>
      scopeExcluded
        ? 'This connection leaves out that API: reconnect with API Access set to both.'
        : 'Ask your administrator to grant it to your group on the folder, and access to parameters through APIs, and to check that the token has a flat "roles" claim.',
    example: { permission: 'Workflow Execution via APIs', scopeExcluded: false },
  },
};
