import type { Permission, ServerUrlErrorReason } from '../../omniscope/errors.ts';
import { scopeOf } from '../../omniscope/oauth/scopes.ts';
import { sanitizeName } from '../../omniscope/sanitize-name.ts';
import { INTERMEDIARY_RESPONSE } from './doubt.ts';
import type { ErrorDefinitions } from './error-definition.ts';
import { TOKEN_ERROR_MESSAGES } from './token-error-messages.ts';

type Kind =
  | 'invalid-server-url'
  | 'invalid-integration-id'
  | 'invalid-client'
  | 'client-missing'
  | 'client-incomplete'
  | 'not-an-omniscope-api'
  | 'intermediary-response'
  | 'unreachable'
  | 'server-busy'
  | 'server-failed'
  | 'token-rejected'
  | 'token-request-failed'
  | 'invalid-token-response'
  | 'no-offline-access'
  | 'token-expired'
  | 'refresh-rejected'
  | 'refresh-failed'
  | 'no-refresh-token'
  | 'new-token-rejected'
  | 'forbidden';

const SERVER_URL: Record<ServerUrlErrorReason, string> = {
  empty: 'The Server URL is missing.',
  malformed: 'The Server URL is not a valid address.',
  scheme: 'The Server URL must begin with https://.',
  'ip-address': 'The Server URL must have a domain name, not an IP address.',
  'local-name': 'The Server URL names a machine that cannot be reached from the internet.',
  credentials: 'The Server URL must not contain a user name or password.',
  query: 'The Server URL must not contain a question mark.',
  fragment: 'The Server URL must not contain a #.',
};

const UNREACHABLE = {
  unreachable: 'could not be reached',
  tls: 'did not offer a secure connection that can be trusted',
  timeout: 'did not answer in time',
  'connection-reset': 'broke the connection off',
};

/** The second permission for parameters goes by a name that is not documented. */
const FORBIDDEN: Record<Permission, string> = {
  'Workflow Execution via APIs':
    'You are not allowed to do this: "Workflow Execution via APIs" is needed.',
  'File Management': 'You are not allowed to do this: "File Management" is needed.',
  parameters:
    'You are not allowed to do this: "Workflow Execution via APIs" and access to workflow parameters via public APIs are needed.',
};

const NOT_REFRESHED = {
  busy: 'is busy',
  failed: 'reported an internal error',
  silent: 'did not answer',
  foreign: 'did not answer as Omniscope does',
  refused: 'gave no new token and no reason',
};

/** Where a server that is busy does not say for how long. */
const BUSY_SERVER_SECONDS = 30;
/** A server that asks for a day's patience would hold the Zap for it. */
const LONGEST_DELAY_SECONDS = 300;

function delayOf(seconds: number): number {
  return Math.min(Math.max(1, Math.ceil(seconds)), LONGEST_DELAY_SECONDS);
}

/** Connecting, and reaching the server. */
export const connectionErrors: ErrorDefinitions<Kind> = {
  'invalid-server-url': {
    errorClass: 'Error',
    message: ({ reason }) => SERVER_URL[reason],
    hint: ({ suggestion }) =>
      suggestion === undefined
        ? "Enter your server's External URL, such as https://omniscope.example.com, as your administrator gave it to you."
        : `Add https:// in front: enter ${suggestion} instead.`,
    example: { reason: 'ip-address' },
  },
  'invalid-integration-id': {
    errorClass: 'Error',
    message: () => 'The Integration ID is not valid.',
    hint: () => 'Copy it from Omniscope: Admin > Integrations. It is usually "zapier".',
    example: {},
  },
  'invalid-client': {
    errorClass: 'Error',
    message: ({ field }) =>
      `The ${field} contains a line break or an invisible character, or is too long.`,
    hint: () => 'Copy it again from Admin > Integrations in Omniscope, or type it.',
    example: { field: 'Client Secret' },
  },
  'client-missing': {
    errorClass: 'Error',
    message: () => 'This server needs a Client ID and a Client Secret.',
    hint: () =>
      'Ask your Omniscope administrator for both (Admin > Integrations) and enter them in the connection.',
    example: {},
  },
  'client-incomplete': {
    errorClass: 'Error',
    message: () => 'The Client ID or the Client Secret is missing: enter both, or neither.',
    hint: () => 'Copy both from Admin > Integrations in Omniscope.',
    example: {},
  },
  'not-an-omniscope-api': {
    errorClass: 'Error',
    message: ({ host, found }) =>
      `${sanitizeName(host)} answered with ${found}, not as Omniscope does.`,
    hint: () =>
      'Check the Server URL in the connection: it must be the External URL from the Network settings in Omniscope.',
    example: { host: 'omniscope.example.com', found: 'a web page' },
  },
  'intermediary-response': {
    errorClass: 'Error',
    message: ({ host, found, status }) =>
      `Something in front of ${sanitizeName(host)} answered in its place: ${INTERMEDIARY_RESPONSE[found]} (status ${status}).`,
    hint: () =>
      'Try again; if the problem persists, ask your administrator to check the proxy or firewall, and the Server URL in the connection.',
    example: { host: 'omniscope.example.com', found: 'web-page', status: 403 },
  },
  unreachable: {
    errorClass: 'Error',
    message: ({ host, reason }) => `${sanitizeName(host)} ${UNREACHABLE[reason]}.`,
    hint: ({ reason }) =>
      reason === 'tls'
        ? 'Ask your administrator to check its HTTPS certificate.'
        : 'Check that the server runs and can be reached from the internet, then try again.',
    example: { host: 'omniscope.example.com', reason: 'unreachable' },
  },
  'server-busy': {
    errorClass: 'ThrottledError',
    message: ({ host }) => `${sanitizeName(host)} is busy and asked Zapier to come back later.`,
    hint: () => 'Nothing was changed. A live Zap tries this step again by itself.',
    delay: ({ retryAfterSeconds }) => delayOf(retryAfterSeconds ?? BUSY_SERVER_SECONDS),
    example: { host: 'omniscope.example.com', retryAfterSeconds: null },
  },
  'server-failed': {
    errorClass: 'Error',
    message: ({ host, status }) => `${sanitizeName(host)} reported an internal error (${status}).`,
    hint: () =>
      'Try again; if the problem persists, ask your Omniscope administrator to check the server.',
    example: { host: 'omniscope.example.com', status: 503 },
  },
  'token-rejected': {
    errorClass: 'Error',
    message: ({ reason }) => TOKEN_ERROR_MESSAGES[reason].message,
    hint: ({ reason }) => TOKEN_ERROR_MESSAGES[reason].hint,
    example: { reason: 'redirect-uri' },
  },
  'token-request-failed': {
    errorClass: 'Error',
    message: ({ reason }) => TOKEN_ERROR_MESSAGES[reason].message,
    hint: ({ reason }) => TOKEN_ERROR_MESSAGES[reason].hint,
    example: { reason: 'no-endpoint' },
  },
  'invalid-token-response': {
    errorClass: 'Error',
    message: ({ host, field }) =>
      `${sanitizeName(host)} issued a token that Zapier cannot use: its ${field} is not valid.`,
    hint: () =>
      'Ask your administrator to check the integration in Admin > Integrations and the identity provider.',
    example: { host: 'omniscope.example.com', field: 'token_type' },
  },
  'no-offline-access': {
    errorClass: 'Error',
    message: () =>
      'This connection would soon stop working: the server gave no refresh token to renew it.',
    hint: () =>
      'Ask your administrator to allow offline access (Keycloak: scope and realm role offline_access; Auth0: "Allow Offline Access" of the API), then reconnect.',
    example: {},
  },
  'token-expired': {
    errorClass: 'RefreshAuthError',
    message: () => 'Omniscope did not accept the access token, or it was about to expire.',
    hint: () => 'Zapier renews it and runs this step again; if the problem persists, reconnect.',
    example: {},
  },
  'refresh-rejected': {
    errorClass: 'ExpiredAuthError',
    message: ({ reason }) => TOKEN_ERROR_MESSAGES[reason].message,
    hint: ({ reason }) => TOKEN_ERROR_MESSAGES[reason].hint,
    example: { reason: 'grant' },
  },
  'refresh-failed': {
    // Never ThrottledError: the step would be run again with the token of before, and so would not
    // look for a job that it may have started.
    errorClass: 'Error',
    message: ({ host, found }) =>
      `${sanitizeName(host)} ${NOT_REFRESHED[found]}, so the connection could not be renewed.`,
    hint: () =>
      'Replay this step later. If it runs a job, first check in Omniscope whether that job is already running.',
    example: { host: 'omniscope.example.com', found: 'busy' },
  },
  'no-refresh-token': {
    errorClass: 'ExpiredAuthError',
    message: () =>
      'The connection has expired and cannot be renewed: the server gave no refresh token.',
    hint: () =>
      'Ask your administrator to allow offline access (Keycloak: scope and realm role offline_access; Auth0: "Allow Offline Access" of the API), then reconnect.',
    example: {},
  },
  'new-token-rejected': {
    errorClass: 'Error',
    message: ({ host }) =>
      `${sanitizeName(host)} rejected the access token that it had just issued.`,
    hint: () =>
      'Ask your administrator to check the identity provider: the token needs audience (aud), subject (sub) and roles.',
    example: { host: 'omniscope.example.com' },
  },
  forbidden: {
    errorClass: 'Error',
    message: ({ permission }) => FORBIDDEN[permission],
    hint: ({ permission, scopeExcluded }) =>
      scopeExcluded
        ? `This connection lacks the scope ${scopeOf(permission)}: reconnect with "API Access" set to "Run workflows and create projects".`
        : `Ask your administrator to grant ${permission === 'parameters' ? 'both' : 'it'} to your group on the folder, and to check that the token has a flat "roles" claim.`,
    example: { permission: 'parameters', scopeExcluded: false },
  },
};
