import type { ProjectPathFault, ServerUrlFault, TokenFault } from '../../omniscope/problem.ts';
import type { CaseKind, Cases } from './cases.ts';

/**
 * What Zapier does with each:
 * - Error: the step is errored; the user reads the message and can replay it. Counts towards pausing.
 * - HaltedError: this run stops quietly. Never counts.
 * - ExpiredAuthError: the user is asked to reconnect; runs are held until then.
 * - ThrottledError: the step waits and is run again as a whole after a delay.
 */
export type Effect = 'Error' | 'HaltedError' | 'ExpiredAuthError' | 'ThrottledError';

export interface Row<Details> {
  effect: Effect;
  /** One sentence: what happened. */
  happened(details: Details): string;
  /** One sentence: what to do. */
  remedy(details: Details): string;
  /** Seconds until the step is run again, for ThrottledError. */
  delay?(details: Details): number;
  /** Typical details; the documentation shows the row with them. */
  example: Details;
}

/** Where a server that is busy does not say for how long. */
const BUSY_SERVER_SECONDS = 30;
/** A project runs one job at a time; half a minute is short for a job and long for a retry. */
const BUSY_PROJECT_SECONDS = 30;
/** A server that asks for a day's patience would hold the Zap for it. */
const LONGEST_DELAY_SECONDS = 300;

export const TABLE: { readonly [Kind in CaseKind]: Row<Cases[Kind]> } = {
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
    happened: ({ host, found }) => `${name(host)} answered with ${found}, not as Omniscope does.`,
    remedy: () =>
      'Check the server URL in the connection: it must be the External URL from the Network settings in Omniscope.',
    example: { host: 'omniscope.example.com', found: 'a web page' },
  },
  unreachable: {
    effect: 'Error',
    happened: ({ host, reason }) => `${name(host)} ${UNREACHABLE[reason]}.`,
    remedy: ({ reason }) =>
      reason === 'tls'
        ? 'Ask your administrator to check its HTTPS certificate.'
        : 'Check that the server runs and can be reached from the internet, then try again.',
    example: { host: 'omniscope.example.com', reason: 'unreachable' },
  },
  'server-busy': {
    effect: 'ThrottledError',
    happened: ({ host }) => `${name(host)} is busy and asked Zapier to come back later.`,
    remedy: () => 'Nothing was changed; Zapier tries this step again by itself.',
    delay: ({ retryAfterSeconds }) => delayOf(retryAfterSeconds ?? BUSY_SERVER_SECONDS),
    example: { host: 'omniscope.example.com', retryAfterSeconds: null },
  },
  'server-failed': {
    effect: 'Error',
    happened: ({ host, status }) => `${name(host)} reported an internal error (${status}).`,
    remedy: () => 'Try again; if it stays, ask your Omniscope administrator to look at the server.',
    example: { host: 'omniscope.example.com', status: 503 },
  },
  'token-refused': {
    effect: 'Error',
    happened: ({ reason }) => TOKEN[reason].happened,
    remedy: ({ reason }) => TOKEN[reason].remedy,
    example: { reason: 'redirect-uri' },
  },
  'refresh-refused': {
    effect: 'ExpiredAuthError',
    happened: ({ reason }) => TOKEN[reason].happened,
    remedy: ({ reason }) => TOKEN[reason].remedy,
    example: { reason: 'grant' },
  },
  'no-refresh-token': {
    effect: 'ExpiredAuthError',
    happened: () =>
      'The connection has expired and cannot renew itself: the server gave no refresh token.',
    remedy: () =>
      'Ask your administrator to allow offline access (offline_access) for this integration, then reconnect.',
    example: {},
  },
  'fresh-token-refused': {
    effect: 'Error',
    happened: ({ host }) => `${name(host)} refused the access token that was issued a moment ago.`,
    remedy: () =>
      'Ask your administrator to check the identity provider: the token needs audience (aud), subject (sub) and roles.',
    example: { host: 'omniscope.example.com' },
  },
  'project-refused': {
    effect: 'Error',
    happened: ({ reason }) => PROJECT[reason],
    remedy: () =>
      'Enter the project as Folder/Project.iox, or paste its address from the browser while it is open in Omniscope.',
    example: { reason: 'other-server' },
  },
  'input-refused': {
    effect: 'Error',
    happened: ({ field }) => `The value of "${name(field)}" cannot be used.`,
    remedy: ({ expected }) => `Enter ${expected}.`,
    example: { field: 'Timeout (Minutes)', expected: 'a whole number from 1 to 43200' },
  },
  'nothing-to-update': {
    effect: 'Error',
    happened: () => 'No parameter has a value, so there is nothing to update.',
    remedy: () => 'Fill in at least one parameter of the project.',
    example: {},
  },
  forbidden: {
    effect: 'Error',
    happened: ({ permission }) => `You are not allowed to do this: "${permission}" is needed.`,
    remedy: ({ scopeExcluded }) =>
      scopeExcluded
        ? 'This connection leaves out that API: reconnect with API Access set to both.'
        : 'Ask your administrator to grant your group that permission on the folder (Edit permissions), and access to parameters through APIs.',
    example: { permission: 'Workflow Execution via APIs', scopeExcluded: false },
  },
  'project-not-found': {
    effect: 'Error',
    happened: ({ project }) => `The server has no project "${name(project)}".`,
    remedy: () =>
      'Check folder and name, capitals included, or paste the address of the open project.',
    example: { project: 'Sales/Monthly Report.iox' },
  },
  'folder-not-found': {
    effect: 'Error',
    happened: ({ folder }) => `The server has no folder "${name(folder) || '/'}".`,
    remedy: () => 'Check its name, capitals included, or leave it blank for the root folder.',
    example: { folder: 'Sales' },
  },
  'parameter-not-found': {
    effect: 'Error',
    happened: ({ parameter, project }) =>
      `The project "${name(project)}" has no parameter "${name(parameter)}".`,
    remedy: () =>
      'Check its name, capitals and spaces included, in the project parameters in Omniscope.',
    example: { parameter: 'Callback URL', project: 'Sales/Monthly Report.iox' },
  },
  'request-refused': {
    effect: 'Error',
    happened: ({ action, words }) =>
      words === null
        ? `Omniscope refused to ${ACTION[action]}.`
        : `Omniscope refused to ${ACTION[action]}: "${words}"`,
    remedy: ({ words }) =>
      words === null
        ? 'Check the names and values in this step, and the project in Omniscope.'
        : 'Correct the step or the project accordingly.',
    example: { action: 'start', words: 'Unknown block: Publish' },
  },
  'answer-lost': {
    effect: 'Error',
    happened: ({ action }) =>
      `The connection broke before Omniscope answered the request to ${ACTION[action]}.`,
    remedy: ({ action }) =>
      action === 'create'
        ? 'The project may exist: look in Omniscope before you try again.'
        : 'The change may have been made: trying again does no harm.',
    example: { action: 'update' },
  },
  'project-busy': {
    effect: 'ThrottledError',
    happened: ({ project }) => `"${name(project)}" is already running, so nothing was started.`,
    remedy: () => 'Zapier tries again by itself; "If Already Running" in the step can change that.',
    delay: () => BUSY_PROJECT_SECONDS,
    example: { project: 'Sales/Monthly Report.iox' },
  },
  'project-busy-halt': {
    effect: 'HaltedError',
    happened: ({ project }) => `"${name(project)}" is already running, so nothing was started.`,
    remedy: () => 'This run stops here, as "If Already Running" in the step says.',
    example: { project: 'Sales/Monthly Report.iox' },
  },
  'start-uncertain': {
    effect: 'Error',
    happened: ({ project }) =>
      `No certain answer came to the start of "${name(project)}": the job may be running.`,
    remedy: () =>
      'Look at the project in Omniscope before you replay this step; it was not started again.',
    example: { project: 'Sales/Monthly Report.iox' },
  },
  'job-unreadable': {
    effect: 'Error',
    happened: ({ job }) => `Job ${name(job)} exists or runs, but you may not read its state.`,
    remedy: ({ permission }) =>
      `Ask your administrator to grant your group "${permission}" on the project's folder.`,
    example: { job: 'EA238_3', permission: 'Workflow Execution via APIs' },
  },
  'file-url-refused': {
    effect: 'Error',
    happened: ({ file }) => `The file for "${name(file)}" is not an https:// address.`,
    remedy: () => 'Map a file from an earlier step, or enter a link that begins with https://.',
    example: { file: 'Input' },
  },
  'file-redirect-refused': {
    effect: 'Error',
    happened: ({ file }) =>
      `The link of the file for "${name(file)}" leads on to an address that is not https.`,
    remedy: () => 'Map the file itself from an earlier step, or use its direct https:// link.',
    example: { file: 'Input' },
  },
  'file-unreadable': {
    effect: 'Error',
    happened: ({ file, status }) =>
      status === null
        ? `The file for "${name(file)}" could not be fetched: its host did not answer.`
        : `The file for "${name(file)}" could not be fetched: its host answered with ${status}.`,
    remedy: () => 'Check that the link still works without logging in; no job was started.',
    example: { file: 'Input', status: 404 },
  },
  'file-broke-off': {
    effect: 'Error',
    happened: ({ file }) => `The download of the file for "${name(file)}" broke off.`,
    remedy: () => 'No job was started; replay the step, with a smaller file if it happens again.',
    example: { file: 'Input' },
  },
  'job-failed': {
    effect: 'Error',
    happened: ({ project, words }) =>
      words === null
        ? `The run of "${name(project)}" failed.`
        : `The run of "${name(project)}" failed: "${words}"`,
    remedy: () => 'Open the project in Omniscope to see which block failed.',
    example: {
      project: 'Sales/Monthly Report.iox',
      words: 'The input file has no column "Region"',
    },
  },
  'job-cancelled': {
    effect: 'HaltedError',
    happened: ({ project }) => `The run of "${name(project)}" was cancelled in Omniscope.`,
    remedy: () => 'This run of the Zap stops here; set "If It Fails" to continue to go on instead.',
    example: { project: 'Sales/Monthly Report.iox' },
  },
  'outcome-unknown': {
    effect: 'Error',
    happened: ({ job }) => `Omniscope no longer knows job ${name(job)}, so its outcome is unknown.`,
    remedy: () => 'Check the job ID and the project in Omniscope before you run it again.',
    example: { job: 'EA238_3' },
  },
  'waiting-for-job': {
    effect: 'ThrottledError',
    happened: ({ job }) => `Job ${name(job)} is still running.`,
    remedy: ({ seconds }) => `Zapier looks again by itself in about ${seconds} seconds.`,
    delay: ({ seconds }) => seconds,
    example: { job: 'EA238_3', seconds: 60 },
  },
  'waited-too-long': {
    effect: 'Error',
    happened: ({ job, minutes }) =>
      `Job ${name(job)} has not ended within ${minutes} minutes; it may still be running.`,
    remedy: () => 'Look at the project in Omniscope, or allow more time in "Timeout (Minutes)".',
    example: { job: 'EA238_3', minutes: 60 },
  },
  'wait-unbounded': {
    effect: 'Error',
    happened: ({ job }) =>
      `Job ${name(job)} is still running, and Zapier cannot remember how long it has waited.`,
    remedy: () => 'Map "Started At" from the step that started the job, then replay.',
    example: { job: 'EA238_3' },
  },
  'memory-unavailable': {
    effect: 'Error',
    happened: ({ effect }) =>
      effect === 'start'
        ? "Zapier's storage did not answer, so the app could not rule out that the job had been started."
        : "Zapier's storage did not answer, so changes could not be compared.",
    remedy: ({ effect }) =>
      effect === 'start'
        ? 'Nothing was started now; look in Omniscope, then replay.'
        : 'Zapier tries again by itself.',
    example: { effect: 'start' },
  },
  'keep-project-needed': {
    effect: 'Error',
    happened: () => 'The parameters after the run can only be read while the copy is kept.',
    remedy: () => 'Turn on "Keep the Copy", or turn off "Return Parameters".',
    example: {},
  },
  'parameter-not-text': {
    effect: 'Error',
    happened: ({ parameter }) => `The parameter "${name(parameter)}" is not a text parameter.`,
    remedy: () => 'Choose a text parameter for the callback address, or leave that field blank.',
    example: { parameter: 'Year' },
  },
  unexpected: {
    effect: 'Error',
    happened: () => 'Something unexpected happened in this app.',
    remedy: () =>
      'Look in Omniscope for what was done, then try again; if it stays, tell the makers of this app.',
    example: {},
  },
};

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

const PROJECT: Record<ProjectPathFault, string> = {
  empty: 'The project is missing.',
  climbs: 'The project must not contain "." or ".." as a folder.',
  characters: 'The project contains characters that cannot be part of its address.',
  'other-server': 'The project lies on another server than this connection.',
  'not-a-project': 'The address does not lead to a project: none of its parts ends in .iox.',
};

const ACTION = {
  start: 'start the job',
  read: 'read that',
  update: 'change the parameters',
  create: 'create the project',
};

const TOKEN: Record<TokenFault, { happened: string; remedy: string }> = {
  'redirect-uri': {
    happened: 'Omniscope refused the connection: redirect_uri does not match.',
    remedy:
      "Ask your administrator to enter Zapier's redirect URL in Admin > Integrations, exactly, to the last slash.",
  },
  client: {
    happened: 'Omniscope refused the client ID or the client secret (invalid_client).',
    remedy: 'Copy both again from Admin > Integrations in Omniscope, then reconnect.',
  },
  grant: {
    happened:
      'Omniscope no longer accepts this connection: it has expired or was revoked (invalid_grant).',
    remedy: 'Reconnect; if that fails, look at the integration in your Omniscope Profile settings.',
  },
  audience: {
    happened: 'Omniscope refused the login: Access token missing audience.',
    remedy:
      "Ask your administrator to add the Audience mapper to the resource server client, or to check the API's audience.",
  },
  subject: {
    happened: 'Omniscope refused the login: Access token missing subject claim.',
    remedy: 'Ask your administrator to add the Subject (sub) mapper to the resource server client.',
  },
  exchange: {
    happened: 'The identity provider refused to issue tokens (Token exchange failed).',
    remedy: 'Ask your administrator to give you the realm role offline_access, then reconnect.',
  },
  'login-client': {
    happened: 'The identity provider refused the return address (invalid_redirect_uri).',
    remedy:
      "Ask your administrator to add [External URL]/oidc-icb to the login client's redirect URIs.",
  },
  scope: {
    happened: 'The login does not cover the permissions that this connection asks for (scope).',
    remedy:
      'Ask your administrator to authorise the application for the API and its scopes, or choose another API Access.',
  },
  denied: {
    happened: 'The login was refused or cancelled.',
    remedy: 'Connect again, log in, and allow the access that is asked for.',
  },
  suspended: {
    happened: 'Access for this integration has been suspended or revoked.',
    remedy: 'Enable it again in your Profile settings in Omniscope, then reconnect.',
  },
  integration: {
    happened: 'Omniscope does not know this integration, or it is disabled.',
    remedy:
      'Check the server URL and the Integration ID, and that it is enabled in Admin > Integrations.',
  },
  'no-code': {
    happened: 'Omniscope sent no authorization code back.',
    remedy:
      'Connect again and log in; if it stays, ask your administrator to check the integration.',
  },
  other: {
    happened: 'Omniscope refused to issue an access token.',
    remedy:
      'Reconnect; if it stays, ask your administrator to check the integration in Admin > Integrations.',
  },
};

/** A name as it can be quoted in a sentence: one line, short enough to leave room for the rest. */
const NAME_LIMIT = 60;

function name(text: string): string {
  const line = text.replace(/[\p{Cc}\p{Cf}\p{Cs}\s]+/gu, ' ').trim();
  return line.length <= NAME_LIMIT ? line : `${line.slice(0, NAME_LIMIT - 1)}…`;
}

function delayOf(seconds: number): number {
  return Math.min(Math.max(1, Math.ceil(seconds)), LONGEST_DELAY_SECONDS);
}
