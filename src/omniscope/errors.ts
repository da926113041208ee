import type { Intermediary } from './http/response-source.ts';
import type { HttpsUrlProblem } from './https-url.ts';
import type { TokenField } from './oauth/token-set.ts';

/**
 * Everything that can go wrong, with what is known of it. The client says what happened; the texts
 * for a person, and what the caller's platform does about it, are decided where the client is used.
 */
export interface ErrorDetails {
  // The connection
  /** `suggestion`: the URL that was probably meant. */
  'invalid-server-url': { reason: ServerUrlErrorReason; suggestion?: string };
  'invalid-integration-id': Nothing;
  'invalid-client': { field: 'Client ID' | 'Client Secret' };
  'client-missing': Nothing;
  'client-incomplete': Nothing;
  'not-an-omniscope-api': {
    host: string;
    found:
      | 'a web page'
      | 'a redirect'
      | 'an unknown answer'
      | 'an unreadable response'
      | 'too large a response';
  };
  'intermediary-response': Intermediary & { host: string };
  unreachable: { host: string; reason: 'unreachable' | 'tls' | 'timeout' | 'connection-reset' };
  'server-busy': { host: string; retryAfterSeconds: number | null };
  'server-failed': { host: string; status: number };
  /** The authorization server has refused: another try would fail as well. */
  'token-rejected': { reason: TokenErrorReason };
  /** No token came, and a later try may succeed. */
  'token-request-failed': { reason: TokenErrorReason };
  'invalid-token-response': { host: string; field: TokenField };
  'no-offline-access': Nothing;
  'no-refresh-token': Nothing;
  'new-token-rejected': { host: string };
  // Input
  'invalid-project': { reason: PathErrorReason };
  'invalid-input': { field: string; expected: string };
  'nothing-to-update': Nothing;
  // What the server says
  forbidden: { permission: Permission; scopeExcluded: boolean };
  'project-not-found': { project: string };
  'folder-not-found': { folder: string };
  'parameter-not-text': { parameter: string };
  /** Something else has overwritten the parameter again and again. */
  'address-not-kept': { parameter: string };
  'parameter-not-found': { parameter: string; project: string };
  'request-rejected': { action: Action; serverMessage: string | null };
  'response-lost': { action: 'update' | 'create'; doubt: Doubt };
  // Jobs
  /** How long to wait before the next try, where the caller has decided that. */
  'project-busy': { project: string; retryAfterSeconds: number | null };
  'start-unconfirmed': { project: string; doubt: Doubt };
  'job-status-forbidden': { job: string; permission: Permission };
  // Files
  'invalid-file-url': { file: string; reason: HttpsUrlProblem };
  'invalid-file-redirect': { file: string; reason: HttpsUrlProblem };
  'file-not-fetched': { file: string; status: number | null };
  'file-download-interrupted': { file: string };
  'file-encoding-unknown': { file: string };
  'file-is-web-page': { file: string };
  /** How many files, and their bytes together where that is known. */
  'upload-too-large': { files: number; bytes: number | null };
}

export type ServerUrlErrorReason =
  | 'empty'
  | 'malformed'
  | 'scheme'
  | 'ip-address'
  | 'local-name'
  | 'credentials'
  | 'query'
  | 'fragment';

export type PathErrorReason =
  | 'empty'
  | 'path-traversal'
  | 'characters'
  | 'too-long'
  | 'malformed-url'
  | 'other-server'
  | 'not-a-project';

export type TokenErrorReason =
  | 'redirect-uri'
  | 'client'
  | 'grant'
  | 'audience'
  | 'subject'
  | 'exchange'
  | 'login-client'
  | 'scope'
  | 'denied'
  | 'suspended'
  | 'integration'
  | 'no-endpoint'
  | 'grant-type'
  | 'consent'
  | 'unavailable'
  | 'no-code'
  | 'other';

/**
 * What a 403 of an endpoint may be about: a permission of the folder, by its name in Omniscope. `parameters`
 * takes two: "Workflow Execution via APIs", and access to parameters, whose name is not documented.
 */
export type Permission = 'Workflow Execution via APIs' | 'File Management' | 'parameters';
/**
 * Why it is not known whether a request that changes something was acted on: its response was lost, was not
 * clear, names a job by an ID that cannot be used, or came from something in front of the server.
 */
export type Doubt = 'lost' | 'unclear' | 'unusable-id' | Intermediary;
export type Action = 'start' | 'read' | 'update' | 'create';
type Nothing = Record<never, never>;

export type ErrorCode = keyof ErrorDetails;

export class OmniscopeError<Kind extends ErrorCode = ErrorCode> extends Error {
  readonly code: Kind;
  readonly details: ErrorDetails[Kind];

  constructor(code: Kind, details: ErrorDetails[Kind]) {
    super(code);
    this.name = 'OmniscopeError';
    this.code = code;
    this.details = details;
  }
}

/** Whether `error` is an `OmniscopeError` of this code; narrows its details. */
export function hasCode<Kind extends ErrorCode>(
  error: unknown,
  code: Kind,
): error is OmniscopeError<Kind> {
  return error instanceof OmniscopeError && error.code === code;
}

/**
 * The server no longer takes the access token: a new one is needed, and what was asked for was not
 * done. Not an `OmniscopeError`, so that nothing that makes do with the failure of a request swallows
 * it: the user of the client has to see it (documented: refresh the token, then repeat the call).
 */
export class TokenExpiredError extends Error {
  override name = 'TokenExpiredError';

  constructor() {
    super('the access token has expired');
  }
}

export function isTokenExpired(error: unknown): error is TokenExpiredError {
  return error instanceof TokenExpiredError;
}
