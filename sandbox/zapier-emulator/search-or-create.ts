/**
 * A step such as "Find or Create Project". Documented: Zapier runs the search, and the create that is
 * paired with it only where the search finds nothing; a step has one result either way.
 */
import { lookUp } from './definition.ts';
import type { StepRequest } from './operation-run.ts';
import type { StepOutcome } from './outcome.ts';
import type { Platform } from './zapier-emulator.ts';

/** @param request `key` is that of the pair: `searchOrCreates.find_project` */
export async function runSearchOrCreate(
  platform: Pick<Platform, 'engine' | 'runStep'>,
  request: StepRequest,
): Promise<StepOutcome> {
  const { search, create } = Object(lookUp(platform.engine.app, request.key));
  const outcome = await platform.runStep({ ...request, key: `searches.${search}` });
  if (outcome.status !== 'success') return outcome;
  const found: unknown[] = Array.isArray(outcome.results) ? outcome.results : [];
  if (found.length > 0) return { ...outcome, results: found[0] };
  return platform.runStep({ ...request, key: `creates.${create}` });
}
