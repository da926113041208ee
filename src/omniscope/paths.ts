import { OmniscopeError, type PathErrorReason } from './errors.ts';
import { parseHttpsUrl } from './https-url.ts';
import type { ServerUrl } from './server-url.ts';
import { trimInvisible } from './trim.ts';
import { TEXT_LIMIT } from './truncate.ts';

const EXTENSION = '.iox';
/** Longer than any path that a file system holds, and than any URL that a server takes. */
const LENGTH_LIMIT = 8_000;

/**
 * A project's place on its server: decoded path segments, the last one the project's file name with
 * its extension. Made in this file alone, so that every segment is safe to put into an address.
 */
export interface ProjectPath {
  readonly segments: readonly [string, ...string[]];
  readonly kind: 'project';
}

/** A folder's place on its server; no segment at all is the root folder. */
export interface FolderPath {
  readonly segments: readonly string[];
  readonly kind: 'folder';
}

/** A project that no server has: asking for it is harmless, and the response identifies the server. */
export const PROBE_PROJECT: ProjectPath = {
  segments: ['zapier-connection-test.iox'],
  kind: 'project',
};

/**
 * Reads a project as a person gives it: `Folder/Project.iox`, the extension and slashes at the ends
 * optional, or the project's URL as pasted from a browser. What follows the project in a URL (a
 * report, a query) is ignored.
 *
 * @throws OmniscopeError invalid-project
 */
export function parseProjectPath(text: unknown, server: ServerUrl): ProjectPath {
  const typed = trimTyped(text);
  if (typed === '') throw invalid('empty');
  const segments = isUrl(typed)
    ? projectSegmentsFromUrl(typed, server)
    : safeSegments(typed.split('/'));
  const last = segments.at(-1);
  if (last === undefined || last.toLowerCase() === EXTENSION) throw invalid('empty');
  const name = isProjectName(last) ? last : last + EXTENSION;
  return project([...segments.slice(0, -1), name]);
}

/** A project of this name, without extension, in a folder. @throws OmniscopeError invalid-project */
export function projectInFolder(folder: FolderPath, name: string): ProjectPath {
  return project([...folder.segments, ...safeSegments([`${name}${EXTENSION}`])]);
}

/**
 * Reads a project path that the server gives: not percent-encoded, with or without slashes at its
 * ends (documented). Null for a path that cannot be put into an address: the rest of the response is still
 * of use.
 */
export function parseServerPath(text: string): ProjectPath | null {
  if (text.length > TEXT_LIMIT) return null;
  try {
    return project(safeSegments(text.split('/')));
  } catch {
    return null;
  }
}

/**
 * Reads the path of the copy that runs in place of a project. Documented: it belongs after `/u/`; that it
 * may begin with `u/` itself is an assumption, so that is taken off, unless it is the project's own folder.
 */
export function parseLambdaPath(text: string, original: ProjectPath): ProjectPath | null {
  const path = parseServerPath(text);
  if (path === null || path.segments[0] !== 'u' || original.segments[0] === 'u') return path;
  return parseServerPath(path.segments.slice(1).join('/'));
}

/** Reads a folder given as `Folder/Sub`; blank is the root folder. @throws OmniscopeError invalid-project */
export function parseFolderPath(text: unknown, server: ServerUrl): FolderPath {
  const typed = trimTyped(text);
  const segments = isUrl(typed) ? segmentsFromUrl(typed, server) : safeSegments(typed.split('/'));
  return { segments, kind: 'folder' };
}

/** The path as a person writes it and as every `project` input takes it: `Folder/Project.iox`. */
export function formatPath(path: ProjectPath | FolderPath): string {
  return path.segments.join('/');
}

/** The path as it stands in an API address: every segment percent-encoded (documented). */
export function encodePath(path: ProjectPath | FolderPath): string {
  return path.segments.map(encodeSegment).join('/');
}

/** RFC 3986 leaves `!'()*` to be encoded too; servers differ in what they take them for. */
export function encodeSegment(segment: string): string {
  return encodeURIComponent(segment).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function trimTyped(text: unknown): string {
  // A project can be called 2026, and an earlier step can give that as a number.
  const isText = typeof text === 'string' || typeof text === 'number';
  const typed = isText ? trimInvisible(String(text)) : '';
  if (typed.length > LENGTH_LIMIT) throw invalid('too-long');
  return typed;
}

/** Whether a URL is meant: no folder is called `https:`, even where the slashes after it are missing. */
function isUrl(typed: string): boolean {
  return /^([a-z][a-z0-9+.-]*:\/\/|https?:)/i.test(typed);
}

function isProjectName(segment: string): boolean {
  return segment.toLowerCase().endsWith(EXTENSION);
}

function projectSegmentsFromUrl(typed: string, server: ServerUrl): string[] {
  const segments = segmentsFromUrl(typed, server);
  const end = segments.findIndex(isProjectName);
  if (end === -1) throw invalid('not-a-project');
  return segments.slice(0, end + 1);
}

/** Documented: Omniscope's pages write a space as `+` and a plus as `%2B`; API addresses begin with `/u/`. */
function segmentsFromUrl(typed: string, server: ServerUrl): string[] {
  const parsed = parseHttpsUrl(typed, ({ origin }) => origin === server.origin);
  const lacksSlashes = parsed === 'scheme' && /^https:/i.test(typed);
  if (parsed === 'malformed' || lacksSlashes) throw invalid('malformed-url');
  if (typeof parsed === 'string' || parsed.url.origin !== server.origin) {
    throw invalid('other-server');
  }
  const rawPath = parsed.path;
  if (rawPath !== server.prefix && !rawPath.startsWith(`${server.prefix}/`)) {
    throw invalid('other-server');
  }
  const path = rawPath.slice(server.prefix.length).replace(/^\/+u\//, '/');
  return safeSegments(path.split('/').map(decodePasted));
}

function decodePasted(segment: string): string {
  try {
    return decodeURIComponent(segment.replace(/\+/g, ' '));
  } catch {
    throw invalid('characters');
  }
}

function safeSegments(segments: string[]): string[] {
  const named = segments.filter((segment) => segment !== '');
  for (const segment of named) {
    if (segment === '.' || segment === '..') throw invalid('path-traversal');
    // A slash or backslash inside a decoded segment would be read as two segments by some servers;
    // control characters and lone surrogates cannot be written in an address at all.
    if (/[/\\\p{Cc}\p{Cs}]/u.test(segment)) throw invalid('characters');
  }
  return named;
}

function project(segments: string[]): ProjectPath {
  const [first, ...rest] = segments;
  if (first === undefined) throw invalid('empty');
  return { segments: [first, ...rest], kind: 'project' };
}

function invalid(reason: PathErrorReason): OmniscopeError {
  return new OmniscopeError('invalid-project', { reason });
}
