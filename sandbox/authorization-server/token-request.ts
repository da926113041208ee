import { timingSafeEqual } from 'node:crypto';
import { BodyTooLargeError, readBody } from '../http/body.ts';
import type { Request } from '../http/message.ts';
import type { Integration } from './integrations.ts';
import { invalidRequest, type TokenError } from './token-error.ts';
import { hashToken } from './token-hash.ts';

export type TokenRequest =
  | { readonly ok: true; readonly form: URLSearchParams }
  | { readonly ok: false; readonly refusal: TokenError };

/** Far more than any token request needs. */
const LIMIT_BYTES = 65_536;
const FORM = 'application/x-www-form-urlencoded';
/** What must never be part of a URL, since logs keep those. */
const CREDENTIALS = ['client_id', 'client_secret', 'code', 'refresh_token', 'redirect_uri'];

/** Reads the form of a token request, and refuses what is no proper one (RFC 6749 §3.2). */
export async function readTokenRequest(request: Request): Promise<TokenRequest> {
  const refuse = (refusal: TokenError): TokenRequest => ({ ok: false, refusal });

  const type = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  if (type !== FORM) {
    return refuse({ ...invalidRequest(`Content-Type must be ${FORM}`), status: 415 });
  }
  const query = new URLSearchParams(request.url.split('?').slice(1).join('?'));
  if (CREDENTIALS.some((name) => query.has(name))) {
    return refuse(invalidRequest('The parameters belong in the body, not in the address'));
  }
  // Documented: the client's credentials go in the body. A second way of authenticating is forbidden by
  // RFC 6749 §2.3, and a bearer token has no business here at all.
  if (request.headers.authorization !== undefined) {
    return refuse(invalidRequest('The Authorization header is not for this endpoint'));
  }
  let form: URLSearchParams;
  try {
    form = new URLSearchParams((await readBody(request.body, LIMIT_BYTES)).toString('utf8'));
  } catch (error) {
    if (!(error instanceof BodyTooLargeError)) throw error;
    return refuse({ ...invalidRequest('The request is too large'), status: 413 });
  }
  const names = [...form.keys()];
  if (new Set(names).size < names.length) {
    return refuse(invalidRequest('A parameter is given more than once'));
  }
  return { ok: true, form };
}

/** Whether the form carries the integration's own client id and client secret. */
export function isClientOf(
  { clientId, clientSecret }: Integration,
  form: URLSearchParams,
): boolean {
  return (
    isSame(form.get('client_id') ?? '', clientId) &&
    isSame(form.get('client_secret') ?? '', clientSecret)
  );
}

/** In a time that does not tell how much was right. */
function isSame(given: string, expected: string): boolean {
  return timingSafeEqual(Buffer.from(hashToken(given)), Buffer.from(hashToken(expected)));
}
