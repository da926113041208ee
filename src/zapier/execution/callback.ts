import type { ZObject } from 'zapier-platform-core';
import type { Api } from '../../omniscope/api.ts';
import {
  type ParameterUpdate,
  parametersNamed,
  readParameters,
} from '../../omniscope/parameters.ts';
import { Problem } from '../../omniscope/problem.ts';
import { type ProjectPath, pathText } from '../../omniscope/project-path.ts';
import { caseError } from '../errors/raise.ts';

/** Types that cannot hold an address. Others exist, unknown which (fact); those count as text. */
const NOT_TEXT = new Set(['BOOLEAN', 'NUMBER', 'DATE', 'FILE', 'FOLDER']);

/**
 * The update that hands the platform's callback URL to the job. Asking for the URL marks the run:
 * from then on a step that returns is held, for up to 30 days, until somebody posts to it. So it is
 * asked for only once the project is known to have a parameter that can hold it.
 *
 * @throws Problem parameter-not-found and what reading the parameters throws; nothing was started
 */
export async function callbackUpdate(
  z: ZObject,
  api: Api,
  project: ProjectPath,
  name: string,
): Promise<ParameterUpdate> {
  const [parameter] = parametersNamed(await readParameters(api, project), name);
  if (parameter === undefined) {
    throw new Problem('parameter-not-found', { parameter: name, project: pathText(project) });
  }
  if (NOT_TEXT.has(parameter.type)) throw caseError(z, 'parameter-not-text', { parameter: name });
  return { name: parameter.name, value: z.generateCallbackUrl() };
}

/** All updates, each parameter named once: which of two a server would take is not known. */
export function overruledBy(
  stronger: readonly ParameterUpdate[],
  updates: readonly ParameterUpdate[],
): ParameterUpdate[] {
  const names = new Set(stronger.map(({ name }) => name));
  return [...updates.filter(({ name }) => !names.has(name)), ...stronger];
}
