import type { Api } from './api.ts';
import { addAddress, hasAddress, removeAddress } from './callback-addresses.ts';
import { hasCode, OmniscopeError } from './errors.ts';
import {
  fetchParameters,
  findParameters,
  isTextParameter,
  type Parameter,
  updateParameters,
} from './parameters.ts';
import { formatPath, type ProjectPath } from './paths.ts';

/**
 * A text parameter that holds the addresses to which a workflow posts, one a line. The server has no
 * conditional update, so two clients that change it at once can undo each other's change. Each one
 * therefore reads its change back, after the other's write must have come in.
 */
export interface CallbackParameter {
  project: ProjectPath;
  name: string;
}

/** Longer than another client takes from its read to its write: two requests. */
const RECHECK_MS = 1_500;
/** Clients that undo each other's change in turn would not stop by themselves. */
const MAX_WRITES = 5;

/**
 * Adds an address to the parameter; one that is there already stays.
 *
 * @param jitter a number from 0 to below 1, so that two clients do not check at the same moments
 * @throws OmniscopeError parameter-not-found, parameter-not-text, address-not-kept, response-lost where the
 *   server never confirms a write, and what reading and updating the parameters throw
 */
export async function addCallbackAddress(
  api: Api,
  target: CallbackParameter,
  address: string,
  jitter: number,
): Promise<void> {
  const change = (text: string) => addAddress(text, address);
  await changeText(api, target, change, (text) => hasAddress(text, address), jitter);
}

/**
 * Removes an address from the parameter and no other. Where the parameter is gone, or holds no text any more,
 * nothing is left to do.
 */
export async function removeCallbackAddress(
  api: Api,
  target: CallbackParameter,
  address: string,
  jitter: number,
): Promise<void> {
  const change = (text: string) => removeAddress(text, address);
  try {
    await changeText(api, target, change, (text) => !hasAddress(text, address), jitter);
  } catch (error) {
    const isGone =
      hasCode(error, 'project-not-found') ||
      hasCode(error, 'parameter-not-found') ||
      hasCode(error, 'parameter-not-text');
    if (!isGone) throw error;
  }
}

async function changeText(
  api: Api,
  target: CallbackParameter,
  change: (text: string) => string,
  isDone: (text: string) => boolean,
  jitter: number,
): Promise<void> {
  let parameter = await fetchCallbackParameter(api, target);
  if (isDone(toText(parameter))) return;
  let lost: OmniscopeError | null = null;
  for (let writes = 0; writes < MAX_WRITES; writes += 1) {
    const value = change(toText(parameter));
    lost = await write(api, target.project, { name: parameter.name, value });
    await api.clock.sleep(RECHECK_MS * (1 + jitter));
    parameter = await fetchCallbackParameter(api, target);
    if (isDone(toText(parameter))) return;
  }
  throw lost ?? new OmniscopeError('address-not-kept', { parameter: target.name });
}

/** A change whose response was lost is read back like any other. @returns the error of a lost response */
async function write(
  api: Api,
  project: ProjectPath,
  update: { name: string; value: string },
): Promise<OmniscopeError | null> {
  try {
    await updateParameters(api, project, [update]);
    return null;
  } catch (error) {
    if (hasCode(error, 'response-lost')) return error;
    throw error;
  }
}

/** The parameter that takes addresses. @throws OmniscopeError parameter-not-found, parameter-not-text */
export async function fetchCallbackParameter(
  api: Api,
  { project, name }: CallbackParameter,
): Promise<Parameter> {
  const [parameter] = findParameters(await fetchParameters(api, project), name);
  if (parameter === undefined) {
    const details = { parameter: name, project: formatPath(project) };
    throw new OmniscopeError('parameter-not-found', details);
  }
  if (!isTextParameter(parameter)) {
    throw new OmniscopeError('parameter-not-text', { parameter: name });
  }
  return parameter;
}

function toText({ value }: Parameter): string {
  return value === null ? '' : String(value);
}
