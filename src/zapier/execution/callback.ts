import { fetchCallbackParameter } from '../../omniscope/callback-parameter.ts';
import type { ParameterUpdate } from '../../omniscope/parameters.ts';
import type { ProjectPath } from '../../omniscope/paths.ts';
import type { StepContext } from '../operation/step-context.ts';
import { stableHash } from '../platform/step-cache.ts';

/** The platform's callback URL for this run, and the parameter that hands it to the job. */
export interface Callback {
  update: ParameterUpdate;
  url: string;
  /** Tells this run from others without giving the URL away. */
  run: string;
}

/**
 * Prepares the callback of a run. Asking for the URL marks the run: from then on a step that returns is
 * held, for up to 30 days, until something posts to the URL. So it is asked for only once the project is
 * known to have a parameter that can hold it.
 *
 * @throws OmniscopeError parameter-not-found, parameter-not-text, and what reading the parameters throws;
 *   nothing was started
 */
export async function prepareCallback(
  { z, api }: StepContext,
  project: ProjectPath,
  name: string,
): Promise<Callback> {
  const { name: exactName } = await fetchCallbackParameter(api, { project, name });
  const url = z.generateCallbackUrl();
  api.secrets.push(url);
  return { url, run: stableHash(url), update: { name: exactName, value: url } };
}

/** Which run's callback a resumed step has; null where the platform does not say. */
export function callbackRunOf({ z }: StepContext): string | null {
  const url: unknown = z.generateCallbackUrl();
  return typeof url === 'string' && url !== '' ? stableHash(url) : null;
}

/** Zapier's cache takes small values only; a larger post is not repeated. */
const REPEATED_POST_LIMIT_BYTES = 100_000;

/** What was posted, where it is small enough to be kept for a rerun. */
export function keptPost(content: unknown): unknown {
  const json = JSON.stringify(content ?? null);
  return Buffer.byteLength(json) <= REPEATED_POST_LIMIT_BYTES ? content : undefined;
}

/**
 * Posts to this run's own callback URL what the workflow has posted before: the platform has run the
 * whole step again instead of resuming it, and would wait for a post that has come already
 * (assumption: a post that comes before the step waits resumes it as soon as it does).
 */
export async function repeatPost({ api }: StepContext, url: string, content: unknown) {
  await api
    .transport({
      method: 'POST',
      url,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(content ?? {}),
      timeoutMs: Math.max(1, api.deadline - api.clock.now()),
    })
    // The step waits all the same, and the workflow may post again.
    .catch(() => undefined);
}

/** All updates, each parameter named once: which of two a server would take is not known. */
export function mergeUpdates(
  stronger: readonly ParameterUpdate[],
  updates: readonly ParameterUpdate[],
): ParameterUpdate[] {
  const names = new Set(stronger.map(({ name }) => name));
  return [...updates.filter(({ name }) => !names.has(name)), ...stronger];
}
