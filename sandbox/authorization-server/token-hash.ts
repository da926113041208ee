import { createHash } from 'node:crypto';

/** Tokens are kept and compared by their hash, so that a listing of what is kept gives none away. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}

/**
 * A name for a token in lists and on the dashboard. It tells tokens apart, which their first characters
 * do not (every JWT begins alike), and gives nothing of the token away.
 */
export function tokenFingerprint(token: string): string {
  return hashToken(token).slice(0, 6);
}
