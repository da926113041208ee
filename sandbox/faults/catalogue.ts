/** The faults by name, one of each sort: for the switches on a page, and for plans. */
import type { EndpointKind } from './endpoint.ts';
import type { Fault } from './fault.ts';

interface Entry {
  /** For a person. */
  readonly title: string;
  /** Where it makes sense. */
  readonly on: EndpointKind | 'any';
  readonly fault: Fault;
}

const retryAfter = (form: 'seconds' | 'date', seconds: number) => ({ form, seconds });
const redirect = (to: 'other-host' | 'subdomain' | 'http' | 'localhost') =>
  ({ kind: 'redirect', to }) as const;

export const FAULT_CATALOGUE = {
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
  'answer breaks off': {
    title: 'The answer breaks off',
    on: 'any',
    fault: { kind: 'partial', ending: 'reset' },
  },
  'answer falls silent': {
    title: 'The answer falls silent half-way',
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
  'hangs, not acted': { title: 'No answer', on: 'any', fault: { kind: 'hang' } },
  'hangs, acted': {
    title: 'No answer after having acted',
    on: 'any',
    fault: { kind: 'hang', phase: 'after' },
  },
  'slow answer': {
    title: 'An answer 3 s late',
    on: 'any',
    fault: { kind: 'delay', ms: 3_000, phase: 'after' },
  },
  'reset, not acted': { title: 'The connection breaks', on: 'any', fault: { kind: 'reset' } },
  'reset, acted': {
    title: 'The connection breaks after having acted',
    on: 'any',
    fault: { kind: 'reset', phase: 'after' },
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
} as const satisfies Readonly<Record<string, Entry>>;

export type FaultName = keyof typeof FAULT_CATALOGUE;

export function isFaultName(name: string): name is FaultName {
  return Object.hasOwn(FAULT_CATALOGUE, name);
}
