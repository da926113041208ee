import * as z from 'zod/mini';
import { lazy } from '../lazy.ts';
import { sanitizeName } from '../sanitize-name.ts';
import { textOrNull } from '../text-or-null.ts';

const claimsSchema = lazy(() => {
  const claim = textOrNull();
  return z.object({ preferred_username: claim, email: claim, name: claim });
});

/**
 * The user's name from an access token that is a JWT (RFC 9068) and carries one, as names are shown: one
 * line, at most 60 characters; else null.
 * The claims are only shown, so the signature is not checked: the server that issued it does that.
 */
export function usernameFromToken(accessToken: string): string | null {
  const [, payload] = accessToken.split('.');
  if (payload === undefined || accessToken.split('.').length !== 3) return null;
  try {
    const json: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
    const { success, data } = claimsSchema().safeParse(json);
    if (!success) return null;
    const names = [data.preferred_username, data.email, data.name];
    return names.map((name) => sanitizeName(name ?? '')).find((name) => name !== '') ?? null;
  } catch {
    return null;
  }
}

/**
 * Time that a token must have left before a job is started with it: a step polls its job for up to 27 s,
 * and two clocks may differ by some seconds.
 */
const NEEDED_LIFE_MS = 40_000;
/** Tokens with a lifetime of no more than this are refreshed at half of it instead. */
const SHORT_LIFE_MS = 45_000;

/**
 * Whether a token expires too soon to start anything with it. An unknown expiry is no reason to refresh.
 * Short-lived tokens have a rule of their own: otherwise each new one would be refreshed at once, for ever.
 */
export function isNearExpiry(
  token: { expiresAt: number | null; issuedAt: number | null },
  now: number,
): boolean {
  const { expiresAt, issuedAt } = token;
  if (expiresAt === null) return false;
  const wholeLife = issuedAt === null ? Number.POSITIVE_INFINITY : expiresAt - issuedAt;
  const needed = wholeLife > SHORT_LIFE_MS ? NEEDED_LIFE_MS : wholeLife / 2;
  return expiresAt - now < needed;
}
