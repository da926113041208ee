import * as z from 'zod/mini';
import { type Api, type ApiResponse, postJson } from './api.ts';
import { type Doubt, hasCode, OmniscopeError } from './errors.ts';
import { toWriteError } from './http/network-error.ts';
import { rejectedError, throwForStatus } from './http/response-errors.ts';
import { createSanitizer } from './http/sanitize-message.ts';
import { doubtAbout } from './http/write-outcome.ts';
import { lazy } from './lazy.ts';
import { fetchParameters, type ParameterUpdate } from './parameters.ts';
import { type FolderPath, formatPath, type ProjectPath, parseServerPath } from './paths.ts';
import { TEXT_LIMIT, truncate } from './truncate.ts';
import { projectApiUrl } from './urls.ts';

export interface ProjectRequest {
  /** Documented: without extension. */
  name: string;
  /** The template's name; the only documented example of a `templateId` is one. */
  template: string;
  folder: FolderPath;
  parameters: readonly ParameterUpdate[];
}

/** Documented: the path has a slash at either end, `/SomeFolder/projectName.iox/`. */
const createdSchema = lazy(() => z.object({ name: z.string(), path: z.string() }));

/**
 * Creates a project from a template. Documented: `POST create` of the Project API.
 *
 * @throws OmniscopeError forbidden, folder-not-found, request-rejected (with the server's message: a name that
 *   exists, an unknown template), response-lost, intermediary-response, server-busy, unreachable
 */
export async function createProject(
  api: Api,
  wanted: ProjectRequest,
): Promise<{ name: string; path: ProjectPath }> {
  const url = projectApiUrl(api.server, wanted.folder, 'create');
  const response = await postJson(api, url, {
    name: wanted.name,
    templateId: wanted.template,
    parameters: Object.fromEntries(wanted.parameters.map(({ name, value }) => [name, value])),
  }).catch((error) => {
    throw toWriteError(api.server.host, error, responseLost('lost'));
  });
  const created = parseCreated(api, response);
  if (created !== null) return created;
  throw toCreateError(api, wanted, response);
}

function parseCreated(api: Api, { status, body }: ApiResponse) {
  const { success, data } = createdSchema().safeParse(body.json);
  if (status >= 300 || !success) return null;
  const { text } = createSanitizer(api.secrets);
  // A path that quotes a secret leads to no project.
  const path = text(data.path) === data.path ? parseServerPath(data.path) : null;
  return path && { name: truncate(text(data.name), TEXT_LIMIT), path };
}

/**
 * The error that a response without a created project means. Documented: a failure is not 2xx and has a
 * text for a body; its JSON form is not documented, so the one of the Workflow API is understood.
 */
function toCreateError(api: Api, wanted: ProjectRequest, response: ApiResponse): OmniscopeError {
  const { status, body, source } = response;
  // A 500 that is nothing but a stack trace gives no reason, and says nothing about the project.
  const isSentence = status === 500 && source.from === 'api' && body.serverMessage !== null;
  const isReason = body.failure !== null || isSentence;
  if (isReason && status !== 403 && status !== 429) return rejectedError('create', response);
  const doubt = doubtAbout(response);
  if (doubt !== null && status !== 429) return responseLost(doubt);
  throwForStatus(api, response, 'File Management');
  if (status === 404 && !/template/i.test(body.serverMessage ?? '')) {
    return new OmniscopeError('folder-not-found', { folder: formatPath(wanted.folder) });
  }
  return rejectedError('create', response);
}

const responseLost = (doubt: Doubt) =>
  new OmniscopeError('response-lost', { action: 'create', doubt });

/**
 * Whether the server has a project. There is no request for it, so the project's parameters are asked
 * for (documented: `GET param`), which is 404 for a missing project.
 *
 * @throws OmniscopeError as fetchParameters; forbidden does not say whether the project exists
 */
export async function projectExists(api: Api, project: ProjectPath): Promise<boolean> {
  try {
    await fetchParameters(api, project);
    return true;
  } catch (error) {
    if (hasCode(error, 'project-not-found')) return false;
    throw error;
  }
}
