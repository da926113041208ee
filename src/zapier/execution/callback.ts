import type { ZObject } from 'zapier-platform-core';
import type { Api } from '../../omniscope/api.ts';
import { OmniscopeError } from '../../omniscope/errors.ts';
import {
  fetchParameters,
  findParameters,
  isTextParameter,
  type ParameterUpdate,
} from '../../omniscope/parameters.ts';
import { formatPath, type ProjectPath } from '../../omniscope/paths.ts';

/**
 * The update that hands the platform's callback URL to the job. Asking for the URL marks the run:
 * from then on a step that returns is held, for up to 30 days, until somebody posts to it. So it is
 * asked for only once the project is known to have a parameter that can hold it.
 *
 * @throws OmniscopeError parameter-not-found and what reading the parameters throws; nothing was started
 */
export async function callbackUpdate(
  z: ZObject,
  api: Api,
  project: ProjectPath,
  name: string,
): Promise<ParameterUpdate> {
  const [parameter] = findParameters(await fetchParameters(api, project), name);
  if (parameter === undefined) {
    throw new OmniscopeError('parameter-not-found', {
      parameter: name,
      project: formatPath(project),
    });
  }
  if (!isTextParameter(parameter)) throw new OmniscopeError('parameter-not-text', { parameter: name });
  const url = z.generateCallbackUrl();
  api.secrets.push(url);
  return { name: parameter.name, value: url };
}

/** All updates, each parameter named once: which of two a server would take is not known. */
export function mergeUpdates(
  stronger: readonly ParameterUpdate[],
  updates: readonly ParameterUpdate[],
): ParameterUpdate[] {
  const names = new Set(stronger.map(({ name }) => name));
  return [...updates.filter(({ name }) => !names.has(name)), ...stronger];
}
