/** The kinds of requests that faults are aimed at, told by their URL alone. */
import type { Request } from '../http/message.ts';

export type EndpointKind =
  /** execute, lambdaexecute, uploadandexecute */
  | 'start'
  /** status/… and job/…/state */
  | 'state'
  /** param and param/… */
  | 'param'
  /** updateparams */
  | 'update'
  /** the Project API's create */
  | 'create'
  /** the token endpoint */
  | 'token'
  /** pages, the authorize endpoint, anything else */
  | 'other';

const KINDS: readonly (readonly [EndpointKind, RegExp])[] = [
  ['start', /\/w\/(?:execute|lambdaexecute|uploadandexecute)$/],
  ['state', /\/w\/(?:status\/[^/]+|job\/[^/]+\/state)$/],
  ['param', /\/w\/param(?:\/[^/]+)?$/],
  ['update', /\/w\/updateparams$/],
  ['create', /\/_api_\/v1\/create$/],
  ['token', /\/_api_\/v1\/integration\/oauth\/token\/[^/]+$/],
];

const JOB_ID = /\/w\/(?:status\/([^/]+)|job\/([^/]+)\/state)$/;

export function endpointKind({ url }: Pick<Request, 'url'>): EndpointKind {
  const path = pathOf(url);
  return KINDS.find(([, pattern]) => pattern.test(path))?.[0] ?? 'other';
}

/** The job that a state request asks for. */
export function jobIdIn({ url }: Pick<Request, 'url'>): string | undefined {
  const match = JOB_ID.exec(pathOf(url));
  const encoded = match?.[1] ?? match?.[2];
  if (encoded === undefined) return undefined;
  try {
    return decodeURIComponent(encoded);
  } catch {
    return undefined;
  }
}

function pathOf(url: string): string {
  const [path = ''] = url.split('?');
  return path;
}
