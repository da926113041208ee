import { encodePath, encodeSegment, type FolderPath, type ProjectPath } from './paths.ts';
import type { ServerUrl } from './server-url.ts';

/**
 * Where both APIs live below the External URL. The specification has `/u`; Visokio's older sources
 * do without it. One constant, so that a server that differs needs one change.
 */
const API_PREFIX = '/u';

/** An endpoint of the Workflow API, which is project-scoped: `{External}/u/{Project}.iox/w/…`. */
export function workflowApiUrl(server: ServerUrl, project: ProjectPath, endpoint: string): string {
  return `${server.url}${API_PREFIX}/${encodePath(project)}/w/${endpoint}`;
}

/** An endpoint of the Project API, which is folder-scoped: `{External}/u/{Folder}/_api_/v1/…`. */
export function projectApiUrl(server: ServerUrl, folder: FolderPath, endpoint: string): string {
  const path = folder.segments.length === 0 ? '' : `/${encodePath(folder)}`;
  return `${server.url}${API_PREFIX}${path}/_api_/v1/${endpoint}`;
}

/** The page of a project for a person. */
export function projectPageUrl(server: ServerUrl, project: ProjectPath): string {
  return `${server.url}/${encodePath(project)}/`;
}

/** Where the user's browser is sent to log in. */
export function authorizationEndpoint(server: ServerUrl, integrationId: string): string {
  return `${server.url}/_api_/v1/integration/authorize/${encodeSegment(integrationId)}`;
}

/** Where codes and refresh tokens are exchanged for access tokens. */
export function tokenUrl(server: ServerUrl, integrationId: string): string {
  return `${server.url}/_api_/v1/integration/oauth/token/${encodeSegment(integrationId)}`;
}
