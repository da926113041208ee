import type { Readable } from 'node:stream';
import * as z from 'zod/mini';
import { type Api, type ApiResponse, postJson, request } from '../api.ts';
import { type Doubt, OmniscopeError } from '../errors.ts';
import { toWriteError } from '../http/network-error.ts';
import { rejectedError, throwForStatus } from '../http/response-errors.ts';
import { createSanitizer } from '../http/sanitize-message.ts';
import { doubtAbout } from '../http/write-outcome.ts';
import { lazy } from '../lazy.ts';
import type { ParameterUpdate } from '../parameters.ts';
import { formatPath, type ProjectPath, parseLambdaPath } from '../paths.ts';
import { textOrNull } from '../text-or-null.ts';
import { workflowApiUrl } from '../urls.ts';
import { isUsableJobId, type Job } from './job.ts';

export interface Execution {
  project: ProjectPath;
  /** Names of blocks. Documented: none runs them all. */
  blocks: readonly string[];
  updates: readonly ParameterUpdate[];
}

/** A run of the project itself. */
export interface WorkflowExecution extends Execution {
  refreshFromSource: boolean;
  /** Documented: interrupts this project's running or queued job. */
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
  /** Bytes of all files together, as far as it is known by now; null where it is not. */
  size(): number | null;
  /** Writes the body around the given JSON; the stream fails when a file cannot be read to its end. */
  body(executionJson: string): { stream: Readable; headers: Record<string, string> };
}

const startedSchema = lazy(() =>
  z.object({
    jobId: z.string().check(z.minLength(1)),
    /** A job without it is found through the original project. */
    lambdaProjectPath: textOrNull(),
  }),
);

/** Starts a run of the project. Documented: `POST execute`. @throws OmniscopeError as parseStartResponse */
export async function startWorkflow(api: Api, execution: WorkflowExecution): Promise<Job> {
  const { project, blocks, updates, refreshFromSource, cancelExisting } = execution;
  const json = {
    ...(blocks.length > 0 && { blocks }),
    ...(refreshFromSource && { refreshFromSource }),
    ...(cancelExisting && { cancelExisting }),
    ...(updates.length > 0 && { params: { updates } }),
  };
  const url = workflowApiUrl(api.server, project, 'execute');
  const request = postJson(api, url, json);
  return parseStartResponse(api, project, await sendStart(api, project, request));
}

/**
 * Starts a run of an isolated copy. Documented: `POST lambdaexecute`, or `uploadandexecute` with files.
 *
 * @throws OmniscopeError upload-too-large, and as parseStartResponse
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
      ? postJson(api, workflowApiUrl(api.server, project, 'lambdaexecute'), json)
      : uploadAndExecute(api, project, JSON.stringify(json), upload);
  const response = await sendStart(api, project, request);
  // Whether the server or a proxy in front of it refuses to take that much does not matter.
  if (upload !== null && response.status === 413) {
    const { parameters, size } = upload;
    throw new OmniscopeError('upload-too-large', { files: parameters.length, bytes: size() });
  }
  return parseStartResponse(api, project, response);
}

function uploadAndExecute(api: Api, project: ProjectPath, json: string, upload: Upload) {
  const { stream, headers } = upload.body(json);
  return request(api, {
    method: 'POST',
    url: workflowApiUrl(api.server, project, 'uploadandexecute'),
    headers,
    body: stream,
  });
}

/** A start whose response was lost may have happened; one that was never sent has not. */
async function sendStart(
  api: Api,
  project: ProjectPath,
  request: Promise<ApiResponse>,
): Promise<ApiResponse> {
  try {
    return await request;
  } catch (error) {
    throw toWriteError(api.server.host, error, unconfirmed(project, 'lost'));
  }
}

/**
 * Reads the response to a start. Documented: success has a `jobId`; a failure has `errorType`, with HTTP 200
 * or another status. A response that is neither leaves open whether a job runs.
 *
 * @throws OmniscopeError project-busy, request-rejected, project-not-found, forbidden, server-busy,
 *   intermediary-response, not-an-omniscope-api, unreachable: nothing was started; start-unconfirmed: a job
 *   may be running
 */
function parseStartResponse(api: Api, project: ProjectPath, response: ApiResponse): Job {
  const { status, body } = response;
  const { success, data } = startedSchema().safeParse(body.json);
  if (status < 300 && success) {
    const { jobId, lambdaProjectPath } = data;
    const { id, text } = createSanitizer(api.secrets);
    if (!isUsableJobId(jobId) || id(jobId) !== jobId) throw unconfirmed(project, 'unusable-id');
    const path = lambdaProjectPath || null;
    const lambdaProject = path && text(path) === path ? parseLambdaPath(path, project) : null;
    return { id: jobId, project, lambdaProject, startedAt: api.clock.now() };
  }
  if (body.failure?.type === 'WORKFLOW_ALREADY_RUNNING') {
    throw new OmniscopeError('project-busy', {
      project: formatPath(project),
      retryAfterSeconds: null,
    });
  }
  if (body.failure !== null && status !== 403 && status !== 429) {
    throw rejectedError('start', response);
  }
  const doubt = doubtAbout(response);
  if (doubt !== null) throw unconfirmed(project, doubt);
  throwForStatus(api, response, 'Workflow Execution via APIs');
  if (status === 404) {
    throw new OmniscopeError('project-not-found', { project: formatPath(project) });
  }
  throw rejectedError('start', response);
}

function unconfirmed(project: ProjectPath, doubt: Doubt): OmniscopeError {
  return new OmniscopeError('start-unconfirmed', { project: formatPath(project), doubt });
}
