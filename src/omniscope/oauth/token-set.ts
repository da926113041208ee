import * as z from 'zod/mini';
import { lazy } from '../lazy.ts';

export interface TokenSet {
  accessToken: string;
  /** Null where the response had none: after a refresh the old one then stays (documented). */
  refreshToken: string | null;
  /** Epoch milliseconds, or null where the server does not say. */
  expiresAt: number | null;
  issuedAt: number;
}

/** The field of a token response that cannot be used as it is. */
export type TokenField = 'access_token' | 'token_type' | 'expires_in' | 'refresh_token';

/** Servers accept request headers of 8 or 16 kB; a token is one of them. */
const TOKEN_LIMIT = 16_000;

/**
 * RFC 6749 §5.1, with what servers are known to do: a missing `token_type` means bearer, `expires_in` may
 * come as text, and a `refresh_token` that is null or empty is none.
 */
const fields = lazy(() => ({
  // RFC 6750 §2.1: it goes into a header, so neither blanks nor letters beyond ASCII.
  access_token: z.string().check(z.regex(/^[\x21-\x7e]+$/), z.maxLength(TOKEN_LIMIT)),
  token_type: z.optional(z.nullable(z.string().check(z.regex(/^\s*(bearer)?\s*$/i)))),
  expires_in: z.optional(z.nullable(z.union([z.number(), z.string()]))),
  // RFC 6749, appendix A.17.
  refresh_token: z.optional(
    z.nullable(z.string().check(z.regex(/^[\x20-\x7e]*$/), z.maxLength(TOKEN_LIMIT))),
  ),
}));

/** Whether a response of the token endpoint claims to be tokens. */
export function hasAccessToken(json: unknown): boolean {
  const { access_token }: { access_token?: unknown } = Object(json);
  return access_token !== undefined && access_token !== null && access_token !== '';
}

/**
 * Checks a token response before anything of it is stored.
 *
 * @param now epoch milliseconds at which the response came
 * @returns the tokens, or the first field that cannot be used
 */
export function parseTokenSet(json: unknown, now: number): TokenSet | TokenField {
  const { access_token, token_type, expires_in, refresh_token } = fields();
  const found: Partial<Record<TokenField, unknown>> = Object(json);
  const access = access_token.safeParse(found.access_token);
  if (!access.success) return 'access_token';
  if (!token_type.safeParse(found.token_type).success) return 'token_type';
  const expiry = expires_in.safeParse(found.expires_in);
  if (!expiry.success) return 'expires_in';
  const refresh = refresh_token.safeParse(found.refresh_token);
  if (!refresh.success) return 'refresh_token';
  return {
    accessToken: access.data,
    refreshToken: refresh.data || null,
    expiresAt: expiryTime(now, expiry.data),
    issuedAt: now,
  };
}

/** No token lives for longer than a year; a greater number is a mistake, and no date could hold some. */
const LONGEST_LIFE_S = 365 * 24 * 60 * 60;

/** A lifetime of zero or less says nothing: to believe it would mean to refresh for ever. */
function expiryTime(now: number, expiresIn: number | string | null | undefined): number | null {
  const isDigits = typeof expiresIn === 'string' && /^\s*\d{1,20}(\.\d{1,20})?\s*$/.test(expiresIn);
  const seconds = isDigits || typeof expiresIn === 'number' ? Number(expiresIn) : Number.NaN;
  return seconds > 0 ? now + Math.min(seconds, LONGEST_LIFE_S) * 1000 : null;
}

/** Long enough to find out, and to have the administrator change it, before anything stops. */
const LASTING_MS = 7 * 24 * 60 * 60 * 1000;

/** Whether a connection with these tokens ends within a week, since nothing can renew it. */
export function endsByItself({ refreshToken, expiresAt, issuedAt }: TokenSet): boolean {
  return refreshToken === null && expiresAt !== null && expiresAt - issuedAt < LASTING_MS;
}
