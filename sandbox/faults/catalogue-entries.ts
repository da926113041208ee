/** The entries of the catalogue: one fault of each sort, with a title for a person. */
import type { EndpointKind } from './endpoint.ts';
import type { Fault } from './fault.ts';

export interface CatalogueEntry {
  /** For a person. */
  readonly title: string;
  /** The requests that it makes sense for. */
  readonly on: EndpointKind | 'any';
  readonly fault: Fault;
}

const retryAfter = (form: 'seconds' | 'date', seconds: number) => ({ form, seconds });
const redirect = (to: 'other-host' | 'subdomain' | 'http' | 'localhost') =>
  ({ kind: 'redirect', to }) as const;

export const SERVER_FAULTS = {
  'token expires': {
    title: 'The access token expires',
    on: 'any',
    fault: { kind: 'expire-token' },
  },
  'token revoked': { title: 'The access is revoked', on: 'any', fault: { kind: 'revoke-token' } },
  'status 401': { title: '401 Unauthorized', on: 'any', fault: { kind: 'status', status: 401 } },
  'status 403': { title: '403 Forbidden', on: 'any', fault: { kind: 'status', status: 403 } },
  'status 404': { title: '404 Not Found', on: 'any', fault: { kind: 'status', status: 404 } },
  'status 429, seconds': {
    title: '429 with Retry-After in seconds',
    on: 'any',
    fault: { kind: 'status', status: 429, retryAfter: retryAfter('seconds', 7) },
  },
  'status 429, date': {
    title: '429 with Retry-After as a date',
    on: 'any',
    fault: { kind: 'status', status: 429, retryAfter: retryAfter('date', 30) },
  },
  'status 429, bare': {
    title: '429 without Retry-After',
    on: 'any',
    fault: { kind: 'status', status: 429 },
  },
  'status 500, not acted': {
    title: '500 without having acted',
    on: 'any',
    fault: { kind: 'status', status: 500 },
  },
  'status 502, acted': {
    title: '502 after having acted',
    on: 'any',
    fault: { kind: 'status', status: 502, phase: 'after' },
  },
  'status 503': { title: '503 Unavailable', on: 'any', fault: { kind: 'status', status: 503 } },
  'HTML page': { title: 'An HTML page', on: 'any', fault: { kind: 'page' } },
  'malformed JSON': { title: 'Malformed JSON', on: 'any', fault: { kind: 'malformed-json' } },
  'truncated JSON': { title: 'Truncated JSON', on: 'any', fault: { kind: 'truncated-json' } },
  'ISO-8859-1': {
    title: 'The response in ISO-8859-1',
    on: 'any',
    fault: { kind: 'encode', charset: 'iso-8859-1' },
  },
  'windows-1252': {
    title: 'The response in windows-1252',
    on: 'any',
    fault: { kind: 'encode', charset: 'windows-1252' },
  },
  'UTF-16': {
    title: 'The response in UTF-16',
    on: 'any',
    fault: { kind: 'encode', charset: 'utf-16le' },
  },
  'gzip in capitals': {
    title: 'The response compressed, Content-Encoding: GZIP',
    on: 'any',
    fault: { kind: 'encode', coding: 'gzip', declaredAs: 'GZIP' },
  },
  'raw deflate': {
    title: 'The response compressed with raw deflate',
    on: 'any',
    fault: { kind: 'encode', coding: 'raw-deflate' },
  },
  brotli: {
    title: 'The response compressed with Brotli',
    on: 'any',
    fault: { kind: 'encode', coding: 'br' },
  },
  'response breaks off': {
    title: 'The response breaks off',
    on: 'any',
    fault: { kind: 'partial', ending: 'reset' },
  },
  'response cut short': {
    title: 'The response ends before its Content-Length',
    on: 'any',
    fault: { kind: 'partial', ending: 'close' },
  },
  'response falls silent': {
    title: 'The response falls silent half-way',
    on: 'any',
    fault: { kind: 'partial', ending: 'hang' },
  },
  'error with 200': {
    title: 'An error with HTTP 200',
    on: 'any',
    fault: {
      kind: 'json',
      value: { errorType: 'INTERNAL_ERROR', errorMessage: 'Something went wrong' },
    },
  },
  'redirect to another host': {
    title: 'A redirect to another host',
    on: 'any',
    fault: redirect('other-host'),
  },
  'redirect to a subdomain': {
    title: 'A redirect to a subdomain',
    on: 'any',
    fault: redirect('subdomain'),
  },
  'redirect to http': { title: 'A redirect to http', on: 'any', fault: redirect('http') },
  'redirect to localhost': {
    title: 'A redirect to localhost',
    on: 'any',
    fault: redirect('localhost'),
  },
  'hangs, not acted': { title: 'No response', on: 'any', fault: { kind: 'hang' } },
  'hangs, acted': {
    title: 'No response after having acted',
    on: 'any',
    fault: { kind: 'hang', phase: 'after' },
  },
  'slow response': {
    title: 'A response 3 s late',
    on: 'any',
    fault: { kind: 'delay', ms: 3_000, phase: 'after' },
  },
  'reset, not acted': { title: 'The connection breaks', on: 'any', fault: { kind: 'reset' } },
  'reset, acted': {
    title: 'The connection breaks after having acted',
    on: 'any',
    fault: { kind: 'reset', phase: 'after' },
  },
  'corrupt TLS record, acted': {
    title: 'A corrupt TLS record after having acted',
    on: 'any',
    fault: { kind: 'reset', end: 'corrupt-record', phase: 'after' },
  },
  'half the headers, acted': {
    title: 'The connection closes within the headers, after having acted',
    on: 'any',
    fault: { kind: 'reset', end: 'half-head', phase: 'after' },
  },
  'kept connection closes': {
    title: 'A kept connection closes as it is used again',
    on: 'any',
    fault: { kind: 'close-kept-connection' },
  },
  'lambda lost': {
    title: 'The lambda project is lost in mid-poll',
    on: 'state',
    fault: { kind: 'lose-lambda' },
  },
  'job not found once': {
    title: 'One JOB_NOT_FOUND right after a start',
    on: 'start',
    fault: { kind: 'forget-job' },
  },
  restart: { title: 'The server restarts', on: 'state', fault: { kind: 'restart' } },
} as const satisfies Readonly<Record<string, CatalogueEntry>>;

/** Before the request is sent: nothing can have been started. Only a simulation can aim these. */
export const CONNECTION_FAULTS = {
  'connection refused': {
    title: 'The port is closed',
    on: 'any',
    fault: { kind: 'reset', stage: 'connect', end: 'refused' },
  },
  'connection never made': {
    title: 'The connection is never made',
    on: 'any',
    fault: { kind: 'hang', stage: 'connect' },
  },
  'reset in the handshake': {
    title: 'The connection breaks in the TLS handshake',
    on: 'any',
    fault: { kind: 'reset', stage: 'tls' },
  },
  'handshake alert': {
    title: 'The TLS handshake fails',
    on: 'any',
    fault: { kind: 'reset', stage: 'tls', end: 'alert' },
  },
  'handshake never ends': {
    title: 'The TLS handshake never ends',
    on: 'any',
    fault: { kind: 'hang', stage: 'tls' },
  },
  'host gone, acted': {
    title: 'The host becomes unreachable after having acted',
    on: 'any',
    fault: { kind: 'reset', end: 'host-unreachable', phase: 'after' },
  },
} as const satisfies Readonly<Record<string, CatalogueEntry>>;
