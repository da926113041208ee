import * as z from 'zod/mini';
import { type Api, postJson, request } from './api.ts';
import { OmniscopeError } from './errors.ts';
import { toReadError, toWriteError } from './http/network-error.ts';
import { intermediaryError, rejectedError, throwForStatus } from './http/response-errors.ts';
import { UPDATE_KEYS } from './http/response-source.ts';
import { createSanitizer } from './http/sanitize-message.ts';
import { doubtAbout } from './http/write-outcome.ts';
import { lazy } from './lazy.ts';
import { type Parameter, type ParameterValue, parseParameterList } from './parameter-list.ts';
import { formatPath, type ProjectPath } from './paths.ts';
import { workflowApiUrl } from './urls.ts';

export type { Parameter, ParameterValue };

/** A value to be set, in the form the API takes it (documented: native values, or strings to coerce). */
export interface ParameterUpdate {
  name: string;
  value: string | number | boolean;
}

const updateSchema = lazy(() => z.object({ status: z.string() }));

/**
 * Reads all parameters of a project. Documented: `GET param`.
 *
 * @throws OmniscopeError forbidden, project-not-found, intermediary-response, not-an-omniscope-api, server-busy,
 *   server-failed, request-rejected, unreachable
 */
export async function fetchParameters(api: Api, project: ProjectPath): Promise<Parameter[]> {
  const response = await request(api, {
    method: 'GET',
    url: workflowApiUrl(api.server, project, 'param'),
  })
    // Reading changes nothing, so a lost response means no more than an unreachable server.
    .catch((error) => {
      throw toReadError(api.server.host, error);
    });
  throwForStatus(api, response, 'parameters');
  if (response.status === 404)
    throw new OmniscopeError('project-not-found', { project: formatPath(project) });
  if (response.status < 300) {
    const parameters = parseParameterList(response.body.json, createSanitizer(api.secrets));
    if (parameters !== null) return parameters;
  }
  if (response.body.failure !== null || response.status >= 400)
    throw rejectedError('read', response);
  const { status } = response;
  throw intermediaryError(api.server.host, { found: 'other-json', status });
}

/**
 * Sets the named parameters and leaves all others alone. Documented: `POST updateparams`; a failure may come
 * with HTTP 200, so the response's `status` decides.
 *
 * @throws OmniscopeError as fetchParameters, and response-lost when the change may or may not have happened
 */
export async function updateParameters(
  api: Api,
  project: ProjectPath,
  updates: readonly ParameterUpdate[],
): Promise<{ status: string }> {
  const url = workflowApiUrl(api.server, project, 'updateparams');
  const response = await postJson(api, url, { updates }, UPDATE_KEYS).catch((error) => {
    throw toWriteError(
      api.server.host,
      error,
      new OmniscopeError('response-lost', { action: 'update', doubt: 'lost' }),
    );
  });
  const { success, data } = updateSchema().safeParse(response.body.json);
  const { failure } = response.body;
  // Documented: a failure may be reported by the status, by an errorType, or by both.
  if (response.status < 300 && success && data.status === 'SUCCESS' && failure === null) {
    return { status: data.status };
  }
  if (success) throw rejectedError('update', response);
  const doubt = failure === null ? doubtAbout(response) : null;
  if (doubt !== null) throw new OmniscopeError('response-lost', { action: 'update', doubt });
  throwForStatus(api, response, 'parameters');
  if (response.status === 404)
    throw new OmniscopeError('project-not-found', { project: formatPath(project) });
  throw rejectedError('update', response);
}

/** Types that cannot hold a text. Others exist, which ones is not documented; those count as text. */
const NON_TEXT_TYPES = new Set(['BOOLEAN', 'NUMBER', 'DATE', 'FILE', 'FOLDER']);

/** Whether a parameter can hold any text, such as an address or rows. */
export function isTextParameter({ type }: Pick<Parameter, 'type'>): boolean {
  return !NON_TEXT_TYPES.has(type.toUpperCase());
}

/**
 * The parameters that a person means by a name: those of exactly that name, else those that differ
 * from it by spaces at the ends only, which cannot be seen. Names are unique on a server, so these are
 * several only where they differ in such spaces themselves.
 */
export function findParameters(parameters: readonly Parameter[], name: string): Parameter[] {
  const exact = parameters.filter((parameter) => parameter.name === name);
  if (exact.length > 0) return exact;
  return parameters.filter((parameter) => parameter.name.trim() === name.trim());
}
