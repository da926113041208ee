/** Who a request comes from, and what that person may do. */
import type { Request } from '../http/message.ts';
import { text } from '../http/replies.ts';
import type { Assumptions } from './assumptions.ts';
import { HttpError, httpError } from './http-error.ts';

/** Documented: one scope for each API. */
export type Scope = 'workflowapi:execute' | 'projectapi:execute';

export interface Principal {
  readonly user: string;
  readonly groups: readonly string[];
  readonly scopes: readonly string[];
}

export type TokenVerdict =
  | ({ readonly ok: true } & Principal)
  /** The server's message, for example `Access token missing audience`. */
  | { readonly ok: false; readonly error: string };

/** How the server checks an access token. `now` is in milliseconds since the epoch. */
export type VerifyToken = (token: string, now: number) => TokenVerdict | Promise<TokenVerdict>;

/** RFC 6750 §2.1; the name of the scheme is in any case. */
const BEARER = /^bearer +([A-Za-z0-9\-._~+/]+=*)$/i;

export function bearerToken(request: Request): string | undefined {
  return BEARER.exec(request.headers.authorization ?? '')?.[1];
}

/** Documented: HTTP 401 means that the access token expired. RFC 6750 §3 gives the header. */
export async function authenticate(
  token: string | undefined,
  verifyToken: VerifyToken,
  now: number,
  form: Assumptions['rejectedToken'],
): Promise<Principal> {
  if (token === undefined) throw unauthorized('Access token missing', 'Bearer');
  const verdict = await verifyToken(token, now);
  if (verdict.ok) return verdict;
  const description = verdict.error.replace(/[^\x20-\x7e]|["\\]/g, "'");
  const challenge = `Bearer error="invalid_token", error_description="${description}"`;
  switch (form) {
    case '401':
      throw unauthorized(verdict.error, challenge);
    case '403-text':
      throw httpError(403, verdict.error);
    case '403-challenge':
      throw new HttpError(text(403, 'Forbidden', { 'www-authenticate': challenge }));
  }
}

/** Assumption: A token without the API's scope is refused like a missing permission, RFC 6750 §3.1. */
export function requireScope({ scopes }: Principal, scope: Scope): void {
  if (!scopes.includes(scope)) throw httpError(403, `Access token is missing the scope ${scope}`);
}

function unauthorized(words: string, challenge: string): HttpError {
  return new HttpError(text(401, words, { 'www-authenticate': challenge }));
}
