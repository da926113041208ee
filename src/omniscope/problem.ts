/**
 * Everything that can go wrong, with what is known of it. The client says what happened; the words
 * for a person, and what the caller's platform does about it, are decided where the client is used.
 */
export interface Problems {
  // The connection
  'server-url-refused': { reason: ServerUrlFault };
  'integration-id-refused': Nothing;
  'client-missing': Nothing;
  'client-incomplete': Nothing;
  'not-an-omniscope-api': {
    host: string;
    found: 'a web page' | 'a redirect' | 'an unknown answer';
  };
  unreachable: { host: string; reason: 'unreachable' | 'tls' | 'timeout' | 'broken' };
  'server-busy': { host: string; retryAfterSeconds: number | null };
  'server-failed': { host: string; status: number };
  'token-refused': { reason: TokenFault };
  'no-refresh-token': Nothing;
  'fresh-token-refused': { host: string };
  // Input
  'project-refused': { reason: ProjectPathFault };
  'input-refused': { field: string; expected: string };
  'nothing-to-update': Nothing;
  // What the server says
  forbidden: { permission: Permission; scopeExcluded: boolean };
  'project-not-found': { project: string };
  'folder-not-found': { folder: string };
  'parameter-not-found': { parameter: string; project: string };
  'request-refused': { action: Action; words: string | null };
  'answer-lost': { action: 'update' | 'create' };
  // Jobs
  'project-busy': { project: string };
  'start-uncertain': { project: string };
  'job-unreadable': { job: string; permission: Permission };
  // Files
  'file-url-refused': { file: string };
  'file-redirect-refused': { file: string };
  'file-unreadable': { file: string; status: number | null };
  'file-broke-off': { file: string };
}

export type ServerUrlFault =
  | 'empty'
  | 'malformed'
  | 'scheme'
  | 'ip-address'
  | 'local-name'
  | 'credentials'
  | 'query'
  | 'fragment';

export type ProjectPathFault = 'empty' | 'climbs' | 'characters' | 'other-server' | 'not-a-project';

export type TokenFault =
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
  | 'no-code'
  | 'other';

export type Permission = 'Workflow Execution via APIs' | 'File Management';
export type Action = 'start' | 'read' | 'update' | 'create';
type Nothing = Record<never, never>;

export type ProblemKind = keyof Problems;

export class Problem<Kind extends ProblemKind = ProblemKind> extends Error {
  readonly kind: Kind;
  readonly details: Problems[Kind];

  constructor(kind: Kind, details: Problems[Kind]) {
    super(kind);
    this.name = 'Problem';
    this.kind = kind;
    this.details = details;
  }
}

/** Whether `error` is a `Problem` of this kind; narrows its details. */
export function isProblem<Kind extends ProblemKind>(
  error: unknown,
  kind: Kind,
): error is Problem<Kind> {
  return error instanceof Problem && error.kind === kind;
}
