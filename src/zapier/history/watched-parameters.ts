import type { Parameter } from '../../omniscope/parameters.ts';

/**
 * The parameters that a Zap watches: all where it names none, else those of its names, each once. As
 * everywhere, a name means the parameter of exactly that name, else those that differ from it by spaces at
 * the ends only. A name that fits none is passed over: a parameter that is gone for now may come back.
 */
export function watchedParameters(
  parameters: readonly Parameter[],
  names: readonly string[],
): Parameter[] {
  if (names.length === 0) return [...parameters];
  const present = new Set(parameters.map(({ name }) => name));
  const exact = new Set(names.filter((name) => present.has(name)));
  const trimmed = new Set(names.filter((name) => !present.has(name)).map((name) => name.trim()));
  return parameters.filter(({ name }) => exact.has(name) || trimmed.has(name.trim()));
}
