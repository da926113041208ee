import { createHash } from 'node:crypto';

/** Tokens are kept and compared by their hash, so that a listing of what is kept gives none away. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}

/** All that may be shown of a token. */
export function firstCharacters(token: string): string {
  return token.slice(0, 6);
}
