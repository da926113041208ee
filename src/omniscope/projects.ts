import * as z from 'zod/mini';
import { projectApi } from './addresses.ts';
import { type Api, type ApiAnswer, callJson, refusal, throwForRefusal, unanswered } from './api.ts';
import { lazily } from './lazily.ts';
import type { ParameterUpdate } from './parameters.ts';
import { Problem } from './problem.ts';
import { type FolderPath, type ProjectPath, pathText, readServerPath } from './project-path.ts';

export interface NewProject {
  /** Without extension (fact). */
  name: string;
  /** The template's name; the only documented example of a `templateId` is one. */
  template: string;
  folder: FolderPath;
  parameters: readonly ParameterUpdate[];
}

/** Fact: the path has a slash at either end, `/SomeFolder/projectName.iox/`. */
const createdSchema = lazily(() => z.object({ name: z.string(), path: z.string() }));

/**
 * Creates a project from a template (fact: `POST create` of the Project API).
 *
 * @throws Problem forbidden, folder-not-found, request-refused (the server's own words: a name that
 *   exists, an unknown template), answer-lost, not-an-omniscope-api, server-busy, unreachable
 */
export async function createProject(
  api: Api,
  wanted: NewProject,
): Promise<{ name: string; path: ProjectPath }> {
  const url = projectApi(api.server, wanted.folder, 'create');
  const answer = await callJson(api, url, {
    name: wanted.name,
    templateId: wanted.template,
    parameters: Object.fromEntries(wanted.parameters.map(({ name, value }) => [name, value])),
  }).catch((error) => {
    throw unanswered(api.server.host, error, new Problem('answer-lost', { action: 'create' }));
  });
  const created = createdSchema().safeParse(answer.body.json);
  const path = created.success ? readServerPath(created.data.path) : null;
  if (answer.status < 300 && created.success && path !== null) {
    return { name: created.data.name, path };
  }
  throw whyNotCreated(api, wanted, answer);
}

/**
 * The problem that an answer without a created project speaks of. Fact: a failure is not 2xx and has
 * a text for a body; its JSON form is not documented, so the one of the Workflow API is understood.
 */
function whyNotCreated(api: Api, wanted: NewProject, answer: ApiAnswer): Problem {
  const { status, body } = answer;
  const isRefused = body.failure !== null || (status === 500 && body.words !== null);
  if (isRefused && status !== 403 && status !== 429) return refusal('create', answer);
  // A server that failed, or the gateway before it, and a success that names no project: who knows.
  if (status >= 500 || (status < 300 && body.form !== 'html')) {
    return new Problem('answer-lost', { action: 'create' });
  }
  throwForRefusal(api, answer, 'File Management');
  if (status === 404 && !/template/i.test(body.words ?? '')) {
    return new Problem('folder-not-found', { folder: pathText(wanted.folder) });
  }
  return refusal('create', answer);
}
