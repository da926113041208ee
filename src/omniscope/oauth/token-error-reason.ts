import type { TokenErrorReason } from '../errors.ts';

/**
 * What the broker's refusals look like, most telling first. The phrases are the documented ones of
 * the broker and of the identity providers behind it; the codes are those of RFC 6749 §5.2. Only the
 * cause is taken from an answer, never its text.
 */
const ERROR_PATTERNS: readonly (readonly [RegExp, TokenErrorReason])[] = [
  // Keycloak: the callback /oidc-icb is missing on the login client.
  [/invalid_redirect_uri/i, 'login-client'],
  [/redirect_uri does not match|redirect_uri mismatch|invalid redirect[_ ]uri/i, 'redirect-uri'],
  [/missing audience/i, 'audience'],
  [/missing subject/i, 'subject'],
  // Keycloak: the user lacks the realm role offline_access.
  [/token exchange failed/i, 'exchange'],
  [/integration.{0,40}(suspended|revoked)|(suspended|revoked).{0,40}integration/i, 'suspended'],
  [/integration.{0,40}(disabled|not (found|enabled))|unknown integration/i, 'integration'],
  [/invalid_scope|insufficient[_ ]scope|missing scope/i, 'scope'],
  [/invalid_client|unauthorized_client|client authentication/i, 'client'],
  [/invalid_grant|token refresh failed/i, 'grant'],
  [/access_denied/i, 'denied'],
];

/** The cause that an answer of the token endpoint, or an error in the redirect back, speaks of. */
export function tokenErrorReason(text: string): TokenErrorReason {
  return ERROR_PATTERNS.find(([sign]) => sign.test(text))?.[1] ?? 'other';
}
