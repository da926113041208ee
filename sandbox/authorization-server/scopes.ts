/** Documented: the scopes that a third-party application may ask Omniscope for. */
export const OFFLINE_ACCESS = 'offline_access';
const API_SCOPES = ['workflowapi:execute', 'projectapi:execute'];

/**
 * @returns the known scopes among those asked for, once each, in Omniscope's order. Unknown ones are
 *   left out, as RFC 6749 §3.3 permits.
 */
export function knownScopes(asked: string): string[] {
  const wanted = new Set(asked.split(' '));
  return [...API_SCOPES, OFFLINE_ACCESS].filter((scope) => wanted.has(scope));
}

/** A connection that may call neither API would be of no use. */
export function allowsAnApi(scopes: readonly string[]): boolean {
  return scopes.some((scope) => API_SCOPES.includes(scope));
}
