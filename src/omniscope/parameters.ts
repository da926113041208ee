import * as z from 'zod/mini';
import { workflowApi } from './addresses.ts';
import { type Api, call, callJson, refusal, throwForRefusal, unreachable } from './api.ts';
import { Problem } from './problem.ts';
import { type ProjectPath, pathText } from './project-path.ts';
import { TransportFailure } from './transport.ts';

/** A parameter's value as the server keeps it. Fact: it may be null or absent. */
export type ParameterValue = string | number | boolean | null;

export interface Parameter {
  name: string;
  /** BOOLEAN, NUMBER, TEXT, DATE, FILE, FOLDER; others exist (unknown which) and count as text. */
  type: string;
  value: ParameterValue;
}

/** A value to be set, in the form the API takes it (fact: native values, or strings to coerce). */
export interface ParameterUpdate {
  name: string;
  value: string | number | boolean;
}

/** Values beyond the documented ones (a list, say) are shown as the JSON that they are. */
const valueSchema = z.pipe(
  z.unknown(),
  z.transform((value): ParameterValue => {
    if (value === undefined || value === null) return null;
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
      return value;
    }
    return JSON.stringify(value);
  }),
);

const listSchema = z.object({
  paramValues: z.array(
    z.object({ name: z.string(), type: z._default(z.string(), 'TEXT'), value: valueSchema }),
  ),
});

const updateSchema = z.object({ status: z.string() });

/**
 * Reads all parameters of a project (fact: `GET param`).
 *
 * @throws Problem forbidden, project-not-found, not-an-omniscope-api, server-busy, server-failed,
 *   request-refused, unreachable
 */
export async function readParameters(api: Api, project: ProjectPath): Promise<Parameter[]> {
  const answer = await call(api, { method: 'GET', url: workflowApi(api.server, project, 'param') })
    // Reading changes nothing, so a lost answer is no more than an unreachable server.
    .catch((error) => {
      throw unreachable(api, error);
    });
  throwForRefusal(api, answer, 'Workflow Execution via APIs');
  if (answer.status === 404) throw new Problem('project-not-found', { project: pathText(project) });
  const { success, data } = listSchema.safeParse(answer.body.json);
  if (success) return data.paramValues;
  if (answer.body.failure !== null || answer.status >= 400) throw refusal('read', answer);
  throw new Problem('not-an-omniscope-api', { host: api.server.host, found: 'an unknown answer' });
}

/**
 * Sets the named parameters and leaves all others alone (fact: `POST updateparams`). A failure may
 * come with HTTP 200, so the answer's `status` decides.
 *
 * @throws Problem as readParameters, and answer-lost when the change may or may not have happened
 */
export async function updateParameters(
  api: Api,
  project: ProjectPath,
  updates: readonly ParameterUpdate[],
): Promise<{ status: string }> {
  const url = workflowApi(api.server, project, 'updateparams');
  const answer = await callJson(api, url, { updates }).catch((error) => {
    throw error instanceof TransportFailure && !error.certainlyNotSent
      ? new Problem('answer-lost', { action: 'update' })
      : unreachable(api, error);
  });
  throwForRefusal(api, answer, 'Workflow Execution via APIs');
  if (answer.status === 404) throw new Problem('project-not-found', { project: pathText(project) });
  const { success, data } = updateSchema.safeParse(answer.body.json);
  if (answer.status < 300 && success && data.status === 'SUCCESS') return { status: data.status };
  throw refusal('update', answer);
}
