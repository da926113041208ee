import * as z from 'zod/mini';
import { projectApi } from './addresses.ts';
import { type Api, callJson, refusal, throwForRefusal, unreachable } from './api.ts';
import type { ParameterUpdate } from './parameters.ts';
import { Problem } from './problem.ts';
import { type FolderPath, type ProjectPath, pathText, readServerPath } from './project-path.ts';
import { TransportFailure } from './transport.ts';

export interface NewProject {
  /** Without extension (fact). */
  name: string;
  /** The template's name; the only documented example of a `templateId` is one. */
  template: string;
  folder: FolderPath;
  parameters: readonly ParameterUpdate[];
}

/** Fact: the path has a slash at either end, `/SomeFolder/projectName.iox/`. */
const createdSchema = z.object({ name: z.string(), path: z.string() });

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
    throw error instanceof TransportFailure && !error.certainlyNotSent
      ? new Problem('answer-lost', { action: 'create' })
      : unreachable(api, error);
  });
  const { status, body } = answer;
  if (status === 404 && !/template/i.test(body.words ?? '')) {
    throw new Problem('folder-not-found', { folder: pathText(wanted.folder) });
  }
  if (status === 404 || status === 400 || status === 409) throw refusal('create', answer);
  if (status >= 500) {
    throw body.words === null
      ? new Problem('answer-lost', { action: 'create' })
      : refusal('create', answer);
  }
  throwForRefusal(api, answer, 'File Management');
  const { success, data } = createdSchema.safeParse(body.json);
  const path = success ? readServerPath(data.path) : null;
  if (success && path !== null) return { name: data.name, path };
  if (body.failure !== null || status >= 400) throw refusal('create', answer);
  throw new Problem('answer-lost', { action: 'create' });
}
