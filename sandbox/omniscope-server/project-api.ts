/** The Project API: creating a project from a template. */
import type { Reply } from '../http/message.ts';
import { json } from '../http/replies.ts';
import { requireScope } from './access.ts';
import { createBody, readJson } from './bodies.ts';
import { httpError, pageNotFound } from './http-error.ts';
import { Project } from './project.ts';
import { inFolder } from './project-store.ts';
import type { Call } from './server-state.ts';
import { wrongMethod } from './workflow-api.ts';

/** What file systems refuse in a name; the server's own rule is unknown. */
const ILLEGAL_IN_NAME = /[\\/:*?"<>|\p{Cc}]/u;
/** The bytes of a file name on common file systems, less `.iox`. */
const LONGEST_NAME_BYTES = 251;

export async function projectApi(
  call: Call,
  folder: string,
  endpoint: readonly string[],
): Promise<Reply> {
  const { server, request, principal } = call;
  if (endpoint.length !== 1 || endpoint[0] !== 'create') return pageNotFound();
  if (request.method !== 'POST') return wrongMethod(call, 'POST');
  requireScope(principal, 'projectapi:execute');
  if (!server.projects.isGranted(folder, 'File Management', principal.groups)) {
    throw httpError(403, `Permission "File Management" is not granted on folder "/${folder}"`);
  }
  return create(call, folder);
}

/** Documented: 2xx `{"name","path"}`, the path with a leading and a trailing slash; failures are text. */
async function create(call: Call, folder: string): Promise<Reply> {
  const { projects, assumptions } = call.server;
  const status = assumptions.createErrorStatus;
  const body = await readJson(call.request, createBody, assumptions.jsonLimitBytes);

  if (!projects.hasFolder(folder)) {
    throw httpError(status.unknownFolder, `Folder "/${folder}" not found`);
  }
  const problem = problemOfName(body.name);
  if (problem !== undefined) throw httpError(status.badName, problem);
  const path = inFolder(folder, `${body.name}.iox`);
  if (projects.find(path) !== undefined) {
    throw httpError(status.duplicateName, `A project named "${body.name}" already exists`);
  }
  const template = projects.template(body.templateId);
  if (template === undefined) {
    throw httpError(status.unknownTemplate, `Template "${body.templateId}" not found`);
  }
  const project = new Project({ ...template, path });
  const updates = Object.entries(body.parameters).map(([name, value]) => ({ name, value }));
  const refused = project.update(updates, assumptions);
  if (refused !== undefined) throw httpError(status.badParameter, refused.errorMessage);
  projects.add(project);
  return json(assumptions.createdStatus, { name: body.name, path: `/${path}/` });
}

/** Documented: `name` is given without `.iox`. */
function problemOfName(name: string): string | undefined {
  if (name.trim() === '') return 'A project name is required';
  if (name.endsWith('.iox')) return 'A project name is given without .iox';
  if (ILLEGAL_IN_NAME.test(name))
    return 'The project name contains a character that is not allowed';
  if (name !== name.trim() || name.startsWith('.') || name.endsWith('.')) {
    return 'A project name must not begin or end with a space or a dot';
  }
  if (Buffer.byteLength(name) > LONGEST_NAME_BYTES) return 'The project name is too long';
  return undefined;
}
