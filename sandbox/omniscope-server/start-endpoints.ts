/** `execute` and `lambdaexecute`: starting a project, or an isolated copy of it. */
import type { Reply } from '../http/message.ts';
import { json } from '../http/replies.ts';
import { executeBody, lambdaBody, readJson } from './bodies.ts';
import type { Start } from './executions.ts';
import type { UploadedFile } from './fixture.ts';
import { workflowError } from './http-error.ts';
import type { Job } from './job.ts';
import type { ParameterUpdate, Project } from './project.ts';
import type { Call } from './server-state.ts';

export async function execute(call: Call, project: Project): Promise<Reply> {
  const { server } = call;
  const { executions, assumptions, clock } = server;
  const body = await readJson(call.request, executeBody, assumptions.jsonLimitBytes);
  executions.advance(clock.now());

  requireBlocks(call, project, body.blocks);
  const waits = body.waitForIdle && assumptions.waitForIdle === 'queues';
  if (executions.isBusy(project) && !body.cancelExisting && !waits) {
    throw workflowError(
      assumptions.errorStatus,
      'WORKFLOW_ALREADY_RUNNING',
      'The workflow is already running',
    );
  }
  applyUpdates(call, project, body.params.updates);
  if (body.cancelExisting) executions.cancelActive(project, clock.now());
  const job = begin(call, {
    kind: 'execute',
    node: call.node,
    project,
    original: project,
    user: call.principal.user,
    blocks: body.blocks,
    refreshFromSource: body.refreshFromSource,
    deleteExecutionOnFinish: false,
  });
  return json(200, { jobId: job.request.id });
}

export async function lambdaExecute(call: Call, project: Project): Promise<Reply> {
  const body = await readJson(call.request, lambdaBody, call.server.assumptions.jsonLimitBytes);
  return startLambda(call, project, { ...body, updates: body.params.updates, files: new Map() });
}

export interface LambdaStart {
  readonly blocks: readonly string[];
  readonly updates: readonly ParameterUpdate[];
  readonly deleteExecutionOnFinish?: boolean | undefined;
  /** By the name of the FILE parameter. */
  readonly files: ReadonlyMap<string, UploadedFile>;
}

/** Documented: `lambdaProjectPath` is relative, without leading slash and not encoded. */
export function startLambda(call: Call, project: Project, start: LambdaStart): Reply {
  const { projects, executions, assumptions, clock } = call.server;
  const now = clock.now();
  executions.advance(now);

  requireBlocks(call, project, start.blocks);
  const copy = projects.addLambda(project, executions.lambdaMark(now), start.files);
  try {
    applyUpdates(call, copy, start.updates);
  } catch (error) {
    projects.remove(copy);
    throw error;
  }
  const { deleteExecutionOnFinish = assumptions.deleteExecutionOnFinish } = start;
  const job = begin(call, {
    kind: 'lambda',
    node: call.node,
    project: copy,
    original: project,
    user: call.principal.user,
    blocks: start.blocks,
    refreshFromSource: false,
    deleteExecutionOnFinish,
  });
  return json(200, { jobId: job.request.id, lambdaProjectPath: copy.path });
}

function begin(call: Call, start: Start): Job {
  const { executions, clock, onStart } = call.server;
  const job = executions.start(start, clock.now());
  onStart(job);
  return job;
}

function requireBlocks(call: Call, project: Project, names: readonly string[]): void {
  const unknown = names.find((name) => !project.blocks.includes(name));
  if (unknown === undefined) return;
  throw workflowError(
    call.server.assumptions.errorStatus,
    'BLOCK_NOT_FOUND',
    `No block named "${unknown}"`,
  );
}

function applyUpdates(call: Call, project: Project, updates: readonly ParameterUpdate[]): void {
  const { assumptions } = call.server;
  const problem = project.update(updates, assumptions);
  if (problem === undefined) return;
  throw workflowError(assumptions.errorStatus, problem.errorType, problem.errorMessage);
}
