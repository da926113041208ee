import type { Readable } from 'node:stream';
import * as z from 'zod/mini';
import { workflowApi } from '../addresses.ts';
import {
  type Api,
  type ApiAnswer,
  call,
  callJson,
  refusal,
  throwForRefusal,
  unanswered,
} from '../api.ts';
import { lazily } from '../lazily.ts';
import type { ParameterUpdate } from '../parameters.ts';
import { Problem } from '../problem.ts';
import { type ProjectPath, pathText, readLambdaPath } from '../project-path.ts';
import type { Job } from './job.ts';

export interface Execution {
  project: ProjectPath;
  /** Names of blocks; none runs them all (fact). */
  blocks: readonly string[];
  updates: readonly ParameterUpdate[];
}

/** A run of the project itself. */
export interface WorkflowExecution extends Execution {
  refreshFromSource: boolean;
  /** Interrupts this project's running or queued job (fact). */
  cancelExisting: boolean;
}

/** A run of an isolated copy. */
export interface LambdaExecution extends Execution {
  deleteExecutionOnFinish: boolean;
}

/** Files to go along with a lambda execution: multipart/form-data, streamed. */
export interface Upload {
  /** FILE parameters, and the form part that holds the file of each. */
  parameters: readonly { name: string; formDataKey: string }[];
  /** Writes the body around the given JSON; the stream fails when a file cannot be read to its end. */
  body(executionJson: string): { stream: Readable; headers: Record<string, string> };
}

const startedSchema = lazily(() =>
  z.object({
    jobId: z.string().check(z.minLength(1)),
    /** A job without it is found through the original project. */
    lambdaProjectPath: z.catch(z.optional(z.nullable(z.string())), null),
  }),
);

/** Starts a run of the project (fact: `POST execute`). @throws Problem as interpretStart */
export async function startWorkflow(api: Api, execution: WorkflowExecution): Promise<Job> {
  const { project, blocks, updates, refreshFromSource, cancelExisting } = execution;
  const json = {
    ...(blocks.length > 0 && { blocks }),
    ...(refreshFromSource && { refreshFromSource }),
    ...(cancelExisting && { cancelExisting }),
    ...(updates.length > 0 && { params: { updates } }),
  };
  const url = workflowApi(api.server, project, 'execute');
  const request = callJson(api, url, json);
  return interpretStart(api, project, await answered(api, project, request));
}

/**
 * Starts a run of an isolated copy (fact: `POST lambdaexecute`, or `uploadandexecute` with files).
 *
 * @throws Problem as interpretStart
 */
export async function startLambda(
  api: Api,
  execution: LambdaExecution,
  upload: Upload | null,
): Promise<Job> {
  const { project, blocks, updates, deleteExecutionOnFinish } = execution;
  const allUpdates = [...updates, ...(upload?.parameters ?? [])];
  const json = {
    ...(blocks.length > 0 && { blocks }),
    ...(allUpdates.length > 0 && { params: { updates: allUpdates } }),
    deleteExecutionOnFinish,
  };
  const request =
    upload === null
      ? callJson(api, workflowApi(api.server, project, 'lambdaexecute'), json)
      : uploadAndExecute(api, project, JSON.stringify(json), upload);
  return interpretStart(api, project, await answered(api, project, request));
}

function uploadAndExecute(api: Api, project: ProjectPath, json: string, upload: Upload) {
  const { stream, headers } = upload.body(json);
  return call(api, {
    method: 'POST',
    url: workflowApi(api.server, project, 'uploadandexecute'),
    headers,
    body: stream,
  });
}

/** A start whose answer was lost may have happened; one that was never sent has not. */
async function answered(
  api: Api,
  project: ProjectPath,
  request: Promise<ApiAnswer>,
): Promise<ApiAnswer> {
  try {
    return await request;
  } catch (error) {
    const uncertain = new Problem('start-uncertain', { project: pathText(project) });
    throw unanswered(api.server.host, error, uncertain);
  }
}

/**
 * Reads the answer to a start. Fact: success has a `jobId`; a failure has `errorType`, with HTTP 200
 * or another status. An answer that is neither leaves open whether a job runs.
 *
 * @throws Problem project-busy, request-refused, project-not-found, forbidden, server-busy,
 *   not-an-omniscope-api, unreachable: nothing was started; start-uncertain: nobody knows
 */
function interpretStart(api: Api, project: ProjectPath, answer: ApiAnswer): Job {
  const { status, body } = answer;
  const name = pathText(project);
  const { success, data } = startedSchema().safeParse(body.json);
  if (status < 300 && success) {
    const { jobId, lambdaProjectPath } = data;
    const lambdaProject = lambdaProjectPath ? readLambdaPath(lambdaProjectPath, project) : null;
    return { id: jobId, project, lambdaProject, startedAt: api.clock.now() };
  }
  if (body.failure?.errorType === 'WORKFLOW_ALREADY_RUNNING') {
    throw new Problem('project-busy', { project: name });
  }
  if (body.failure !== null && status !== 403 && status !== 429) throw refusal('start', answer);
  if (status < 300 || status >= 500) throw new Problem('start-uncertain', { project: name });
  throwForRefusal(api, answer, 'Workflow Execution via APIs');
  if (status === 404) throw new Problem('project-not-found', { project: name });
  throw refusal('start', answer);
}
