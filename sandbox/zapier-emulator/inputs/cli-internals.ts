/**
 * The part of zapier-platform-cli that reads dates, loaded when the first date is read, since its
 * libraries take a tenth of a second. It is not the CLI's public interface: the version is pinned.
 */
import { createRequire } from 'node:module';

/** Changes `inputData` in place; knows text only. */
export type ResolveInputDataTypes = (
  inputData: Record<string, unknown>,
  fields: readonly object[],
  timezone: string,
) => Record<string, unknown>;

const require = createRequire(import.meta.url);

export function loadResolveInputDataTypes(): ResolveInputDataTypes {
  return require('zapier-platform-cli/src/oclif/commands/invoke/input-types');
}
