/** The Workflow API: which endpoint a path names, and what has to hold before it acts. */
import type { Reply } from '../http/message.ts';
import { text } from '../http/replies.ts';
import { requireScope } from './access.ts';
import { HttpError, httpError, pageNotFound } from './http-error.ts';
import { readParameter, readParameters, updateParameters } from './parameter-endpoints.ts';
import type { Project } from './project.ts';
import type { Call } from './server-state.ts';
import { execute, lambdaExecute } from './start-endpoints.ts';
import { jobState, jobStatus } from './state-endpoints.ts';
import { uploadAndExecute } from './upload-endpoint.ts';

interface Endpoint {
  readonly method: 'GET' | 'POST';
  readonly act: (call: Call, project: Project) => Reply | Promise<Reply>;
}

export async function workflowApi(
  call: Call,
  path: string,
  endpoint: readonly string[],
): Promise<Reply> {
  const { server, request, principal } = call;
  const found = find(endpoint, call);
  if (found === undefined) return pageNotFound();
  if (request.method !== found.method) return wrongMethod(call, found.method);
  requireScope(principal, 'workflowapi:execute');
  // The permission first: without it, a folder does not reveal its content.
  const folder = path.slice(0, Math.max(0, path.lastIndexOf('/')));
  if (!server.projects.isGranted(folder, 'Workflow Execution via APIs', principal.groups)) {
    throw httpError(
      403,
      `Permission "Workflow Execution via APIs" is not granted on folder "/${folder}"`,
    );
  }
  const project = server.projects.find(path);
  if (project === undefined) {
    return server.assumptions.unknownProject === 'page'
      ? pageNotFound()
      : text(404, `Project "/${path}" not found`);
  }
  return found.act(call, project);
}

function find(endpoint: readonly string[], call: Call): Endpoint | undefined {
  const [first, second, third] = endpoint;
  switch (endpoint.length) {
    case 1:
      return first === undefined ? undefined : SINGLE.get(first);
    case 2:
      if (second === undefined || second === '') return undefined;
      if (first === 'status') return stateEndpoint(call, second, 'status');
      if (first === 'param') return { method: 'GET', act: (c, p) => readParameter(c, p, second) };
      return undefined;
    case 3:
      if (first !== 'job' || second === undefined || third !== 'state') return undefined;
      return stateEndpoint(call, second, 'job-state');
    default:
      return undefined;
  }
}

const SINGLE: ReadonlyMap<string, Endpoint> = new Map<string, Endpoint>([
  ['execute', { method: 'POST', act: execute }],
  ['lambdaexecute', { method: 'POST', act: lambdaExecute }],
  ['uploadandexecute', { method: 'POST', act: uploadAndExecute }],
  ['param', { method: 'GET', act: readParameters }],
  ['updateparams', { method: 'POST', act: updateParameters }],
]);

function stateEndpoint(call: Call, jobId: string, form: 'status' | 'job-state'): Endpoint {
  const { stateEndpoint: known, missingStateEndpoint } = call.server.assumptions;
  if (known !== 'both' && known !== form) {
    if (missingStateEndpoint === 405) throw httpError(405, 'Method Not Allowed');
    const page = pageNotFound();
    throw new HttpError(missingStateEndpoint === 'page' ? { ...page, status: 200 } : page);
  }
  const read = form === 'status' ? jobStatus : jobState;
  return { method: 'GET', act: (c, project) => read(c, project, jobId) };
}

/** RFC 9110 §15.5.6: a 405 names the methods that are allowed. */
export function wrongMethod(call: Call, allowed: string): Reply {
  if (call.server.assumptions.wrongMethod === 404) return pageNotFound();
  return text(405, 'Method Not Allowed', { allow: allowed });
}
