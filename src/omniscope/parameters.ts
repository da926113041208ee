import * as z from 'zod/mini';
import { type Api, postJson, request } from './api.ts';
import { OmniscopeError } from './errors.ts';
import { toReadError, toWriteError } from './http/network-error.ts';
import { intermediaryError, rejectedError, throwForStatus } from './http/response-errors.ts';
import { UPDATE_KEYS } from './http/response-source.ts';
import { doubtAbout } from './http/write-outcome.ts';
import { lazy } from './lazy.ts';
import { formatPath, type ProjectPath } from './paths.ts';
import { workflowApiUrl } from './urls.ts';

/** A parameter's value as the server keeps it. Documented: it may be null or absent. */
export type ParameterValue = string | number | boolean | null;

export interface Parameter {
  name: string;
  /** BOOLEAN, NUMBER, TEXT, DATE, FILE, FOLDER; others exist (unknown which) and count as text. */
  type: string;
  value: ParameterValue;
}

/** A value to be set, in the form the API takes it (documented: native values, or strings to coerce). */
export interface ParameterUpdate {
  name: string;
  value: string | number | boolean;
}

/** `optional` is what lets a key be absent: in zod 4 `unknown` asks for the key to be there. */
const listSchema = lazy(() =>
  z.object({
    paramValues: z.array(
      z.object({
        name: z.string(),
        type: z.optional(z.nullable(z.string())),
        value: z.optional(z.unknown()),
      }),
    ),
  }),
);

const updateSchema = lazy(() => z.object({ status: z.string() }));

/**
 * Reads all parameters of a project (documented: `GET param`).
 *
 * @throws OmniscopeError forbidden, project-not-found, intermediary-response, not-an-omniscope-api, server-busy,
 *   server-failed, request-rejected, unreachable
 */
export async function fetchParameters(api: Api, project: ProjectPath): Promise<Parameter[]> {
  const answer = await request(api, {
    method: 'GET',
    url: workflowApiUrl(api.server, project, 'param'),
  })
    // Reading changes nothing, so a lost answer is no more than an unreachable server.
    .catch((error) => {
      throw toReadError(api.server.host, error);
    });
  throwForStatus(api, answer, 'parameters');
  if (answer.status === 404)
    throw new OmniscopeError('project-not-found', { project: formatPath(project) });
  const { success, data } = listSchema().safeParse(answer.body.json);
  if (success) {
    return data.paramValues.map(({ name, type, value }) => ({
      name,
      type: type || 'TEXT',
      value: parseValue(value),
    }));
  }
  if (answer.body.failure !== null || answer.status >= 400) throw rejectedError('read', answer);
  const { status } = answer;
  throw intermediaryError(api.server.host, { found: 'other-json', status });
}

/**
 * Sets the named parameters and leaves all others alone (documented: `POST updateparams`). A failure may
 * come with HTTP 200, so the answer's `status` decides.
 *
 * @throws OmniscopeError as fetchParameters, and response-lost when the change may or may not have happened
 */
export async function updateParameters(
  api: Api,
  project: ProjectPath,
  updates: readonly ParameterUpdate[],
): Promise<{ status: string }> {
  const url = workflowApiUrl(api.server, project, 'updateparams');
  const answer = await postJson(api, url, { updates }, UPDATE_KEYS).catch((error) => {
    throw toWriteError(
      api.server.host,
      error,
      new OmniscopeError('response-lost', { action: 'update', doubt: 'lost' }),
    );
  });
  const { success, data } = updateSchema().safeParse(answer.body.json);
  const { failure } = answer.body;
  // Documented: a failure may be told by the status, by an errorType, or by both.
  if (answer.status < 300 && success && data.status === 'SUCCESS' && failure === null) {
    return { status: data.status };
  }
  if (success) throw rejectedError('update', answer);
  const doubt = failure === null ? doubtAbout(answer) : null;
  if (doubt !== null) throw new OmniscopeError('response-lost', { action: 'update', doubt });
  throwForStatus(api, answer, 'parameters');
  if (answer.status === 404)
    throw new OmniscopeError('project-not-found', { project: formatPath(project) });
  throw rejectedError('update', answer);
}

/** Types that cannot hold a text. Others exist, which ones is not documented; those count as text. */
const NON_TEXT_TYPES = new Set(['BOOLEAN', 'NUMBER', 'DATE', 'FILE', 'FOLDER']);

/** Whether a parameter can hold any text, such as an address or rows. */
export function isTextParameter({ type }: Pick<Parameter, 'type'>): boolean {
  return !NON_TEXT_TYPES.has(type.toUpperCase());
}

/**
 * The parameters that a person means by a name: those of exactly that name, else those that differ
 * from it by spaces at the ends only, which nobody sees. Names are unique on a server, so these are
 * several only where they differ in such spaces themselves.
 */
export function findParameters(parameters: readonly Parameter[], name: string): Parameter[] {
  const exact = parameters.filter((parameter) => parameter.name === name);
  if (exact.length > 0) return exact;
  return parameters.filter((parameter) => parameter.name.trim() === name.trim());
}

/** Values beyond the documented ones (a list, say) are shown as the JSON that they are. */
function parseValue(value: unknown): ParameterValue {
  if (value === undefined || value === null) return null;
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
    return value;
  }
  return JSON.stringify(value);
}
