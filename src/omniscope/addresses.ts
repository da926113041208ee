import { encodedPath, encodeSegment, type FolderPath, type ProjectPath } from './project-path.ts';
import type { ServerAddress } from './server-address.ts';

/**
 * Where both APIs live below the External URL. The specification has `/u`; Visokio's older sources
 * do without it. One constant, so that a server that differs needs one change.
 */
const API_PREFIX = '/u';

/** An endpoint of the Workflow API, which is project-scoped: `{External}/u/{Project}.iox/w/…`. */
export function workflowApi(server: ServerAddress, project: ProjectPath, endpoint: string): string {
  return `${server.url}${API_PREFIX}/${encodedPath(project)}/w/${endpoint}`;
}

/** An endpoint of the Project API, which is folder-scoped: `{External}/u/{Folder}/_api_/v1/…`. */
export function projectApi(server: ServerAddress, folder: FolderPath, endpoint: string): string {
  const path = folder.segments.length === 0 ? '' : `/${encodedPath(folder)}`;
  return `${server.url}${API_PREFIX}${path}/_api_/v1/${endpoint}`;
}

/** The page of a project for a person. */
export function projectPage(server: ServerAddress, project: ProjectPath): string {
  return `${server.url}/${encodedPath(project)}/`;
}

/** Where the user's browser is sent to log in. */
export function authorizationEndpoint(server: ServerAddress, integrationId: string): string {
  return `${server.url}/_api_/v1/integration/authorize/${encodeSegment(integrationId)}`;
}

/** Where codes and refresh tokens are exchanged for access tokens. */
export function tokenEndpoint(server: ServerAddress, integrationId: string): string {
  return `${server.url}/_api_/v1/integration/oauth/token/${encodeSegment(integrationId)}`;
}
