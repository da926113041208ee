/** Which part of the server a path belongs to. Documented: the addresses of both APIs and of a project. */
import type { Assumptions } from './assumptions.ts';
import { parseUrlPath } from './url-path.ts';

export type Route =
  /** `/u/{Folder}/{Project}.iox/w/{endpoint}` */
  | { readonly kind: 'workflow'; readonly project: string; readonly endpoint: readonly string[] }
  /** `/u/{Folder}/_api_/v1/{endpoint}`; the root folder is `''` Assumption: */
  | { readonly kind: 'project-api'; readonly folder: string; readonly endpoint: readonly string[] }
  /** `/{Folder}/{Project}.iox/`, for a person */
  | { readonly kind: 'page'; readonly project: string }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'malformed'; readonly reason: string };

const API_PREFIX = 'u';
const NOTHING: Route = { kind: 'nothing' };

/** `url` is path and query as on the wire; `pathPrefix` is what the External URL has for a path. */
export function parseRoute(
  url: string,
  assumptions: Pick<Assumptions, 'uPrefix' | 'semicolonInPath'>,
  pathPrefix = '',
): Route {
  if (!url.startsWith(`${pathPrefix}/`)) return NOTHING;
  const path = url.slice(pathPrefix.length);
  const parsed = parseUrlPath(path, assumptions.semicolonInPath);
  if (!parsed.ok) return { kind: 'malformed', reason: parsed.reason };
  const { segments } = parsed;
  if (segments[0] === API_PREFIX) {
    const route = apiRoute(segments.slice(1));
    if (route !== undefined) return route;
  }
  const unprefixed = assumptions.uPrefix === 'optional' ? apiRoute(segments) : undefined;
  return unprefixed ?? pageRoute(path);
}

function apiRoute(segments: readonly string[]): Route | undefined {
  for (const [index, segment] of segments.entries()) {
    const next = segments[index + 1];
    if (segment.endsWith('.iox') && next === 'w') {
      const project = join(segments.slice(0, index + 1));
      return { kind: 'workflow', project, endpoint: segments.slice(index + 2) };
    }
    if (segment === '_api_' && next === 'v1') {
      const folder = join(segments.slice(0, index));
      return { kind: 'project-api', folder, endpoint: segments.slice(index + 2) };
    }
  }
  return undefined;
}

/** Documented: in the addresses of Omniscope's own pages, `+` is a space and `%2B` a plus. */
function pageRoute(path: string): Route {
  const [beforeQuery = ''] = path.split('?');
  const parsed = parseUrlPath(beforeQuery.replaceAll('+', '%20'));
  if (!parsed.ok) return NOTHING;
  const segments = parsed.segments.at(-1) === '' ? parsed.segments.slice(0, -1) : parsed.segments;
  return segments.at(-1)?.endsWith('.iox') ? { kind: 'page', project: join(segments) } : NOTHING;
}

/**
 * A name never holds a slash, so a segment that was sent with `%2F` must not turn into two: it
 * becomes a path that no project has.
 */
function join(segments: readonly string[]): string {
  return segments.map((segment) => segment.replaceAll('/', '\0')).join('/');
}
